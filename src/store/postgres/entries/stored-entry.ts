/** Selects whole stored entries; add WHERE and ORDER BY. Aliases: `entries` is e, `memberships` is m. */
export const storedEntrySql = `SELECT e.*, s.id AS source_id, s.name AS source_name, s.kind AS source_kind, s.rank AS source_rank, s.family AS source_family,
  s.is_private AS source_private, m.copy_id, m.story_id, m.standing, m.editor_leads, c.withdrawn_by, r.list AS reasons
  FROM entries e JOIN feeds f ON f.id = e.feed_id JOIN sources s ON s.id = f.source_id
  LEFT JOIN memberships m ON m.entry_id = e.id LEFT JOIN copies c ON c.id = m.copy_id LEFT JOIN reasons r ON r.entry_id = e.id`;
