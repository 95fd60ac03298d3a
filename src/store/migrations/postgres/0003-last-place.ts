/**
 * The column of SQLite's migration 28, and a function that returns the time of the server's clock in milliseconds since
 * 1970.
 */
export const lastPlace = `
ALTER TABLE totals ADD COLUMN last_place bigint NOT NULL DEFAULT 0;
CREATE FUNCTION wd_now() RETURNS bigint LANGUAGE sql VOLATILE
  AS 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint';
UPDATE totals SET last_place = coalesce((SELECT max(first_seen_at) FROM memberships WHERE first_seen_at <= wd_now()), 0);
`;
