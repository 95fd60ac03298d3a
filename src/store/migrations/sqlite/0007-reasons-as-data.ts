/**
 * Reasons were kept as sentences that name up to three entries, with the id of one. Now they are data, and their words
 * are made for whoever reads them (`domain/reason.ts`). The old sentences stay for editors. A reader who does not see
 * everything gets new words, and is told no reason that named more entries than the one that is known: 0 stands for
 * the others.
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
