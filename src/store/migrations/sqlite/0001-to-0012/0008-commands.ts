/**
 * `commands`: requests of people. `owner` ("desk" or "feeds") names the part of the service that carries a request out
 * and answers it in one transaction. An answered request is kept for a day. `payload` is emptied with the answer,
 * because a feed's address may contain a key. Rulings that still waited for the desk become commands; from now on
 * `editor_words` contains only rulings that were carried out. `fence` counts the takeovers of the desk's lease, so that
 * an owner that was stopped for a while notices that another process has made decisions in the meantime.
 */
export const commands = `
CREATE TABLE commands (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  answered_at INTEGER,
  answer TEXT
) STRICT;
CREATE INDEX commands_waiting ON commands (owner, id) WHERE answered_at IS NULL;
CREATE INDEX commands_answered ON commands (owner, id) WHERE answered_at IS NOT NULL;
CREATE INDEX commands_key ON commands (key, id);
CREATE INDEX commands_expires ON commands (expires_at);
INSERT INTO commands (owner, kind, key, payload, asked_at, expires_at)
  SELECT 'desk', 'recordRulings', 'word ' || id,
    json_object('kind', 'recordRulings', 'rulings', json_array(json(word)), 'by', said_by), said_at, 9007199254740991
  FROM editor_words WHERE carried_out = 0 ORDER BY id;
DELETE FROM editor_words WHERE carried_out = 0;
ALTER TABLE desk ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
`;
