/** The log of changes. See SQLite's migration 30. */
export const changes = `
CREATE TABLE changes (
  seq bigint PRIMARY KEY,
  at bigint NOT NULL,
  kind smallint NOT NULL,
  entry_id bigint NOT NULL,
  feed_id bigint NOT NULL,
  is_private smallint NOT NULL,
  revision bigint,
  copy_id bigint,
  story_id bigint
);
ALTER TABLE totals ADD COLUMN log_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE totals ADD COLUMN logged_at bigint NOT NULL DEFAULT 0;
ALTER TABLE totals ADD COLUMN place_key bytea;
UPDATE totals SET place_key = decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');
`;
