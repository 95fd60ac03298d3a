/**
 * `ended_sessions`: the ids of editors' sessions that were signed out early, kept until the sessions would have ended
 * by themselves.
 */
export const endedSessions = `
CREATE TABLE ended_sessions (
  id TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ended_sessions_until ON ended_sessions (until);
`;
