/**
 * Until now, reasons were stored as sentences that name up to three entries, with the id of one. Now they are data, and
 * their words are made for each reader (`domain/reason.ts`). Editors still see the old sentences. Other readers get new
 * words; they see no reason that names more entries than the known one. 0 stands for the unknown entries.
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
