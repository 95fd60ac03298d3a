/**
 * Before this migration, a reason was stored as a sentence that names up to three entries, with the id of one of them.
 * Now reasons are data, and each reader gets them in words that fit that reader (`domain/reason.ts`). Editors still see
 * the old sentences. Other readers get new words, but do not see an old reason that names further entries, because only
 * one entry's id is known. In `entries`, 0 stands for an entry whose id is not known.
 */
export const reasonsAsData = `
UPDATE reasons SET list = (
  SELECT json_group_array(json_object(
    'code', old.value ->> '$.code',
    'score', old.value ->> '$.score',
    'entries', json(CASE
      WHEN old.value ->> '$.with' IS NULL THEN '[]'
      WHEN old.value ->> '$.code' IN ('merge', 'copy-merge', 'editor-together', 'editor-apart')
        THEN json_array(old.value ->> '$.with', 0)
      ELSE json_array(old.value ->> '$.with') END),
    'text', old.value ->> '$.text'))
  FROM (SELECT value FROM json_each(reasons.list) ORDER BY key) AS old);
`;
