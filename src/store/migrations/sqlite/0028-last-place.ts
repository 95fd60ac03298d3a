/**
 * The arrival of the entry that arrived last (`rows/arrive-now.ts`). Arrivals in the future are ignored, because they
 * come from a time when the clock was wrong.
 */
export const lastPlace = `
ALTER TABLE totals ADD COLUMN last_place INTEGER NOT NULL DEFAULT 0;
UPDATE totals SET last_place = coalesce((SELECT max(first_seen_at) FROM memberships
  WHERE first_seen_at <= 1000 * CAST(strftime('%s', 'now') AS INTEGER)), 0);
`;
