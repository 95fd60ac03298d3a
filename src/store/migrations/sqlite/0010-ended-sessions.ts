/** `ended_sessions`: editors' sessions that were signed out before their time, by id, until they would have ended. */
export const endedSessions = `
CREATE TABLE ended_sessions (
  id TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ended_sessions_until ON ended_sessions (until);
`;
