/**
 * `poll_clock`: the time at which feeds were last claimed. A claim at an earlier time shows that the machine's clock
 * was set back.
 */
export const pollClock = `
CREATE TABLE poll_clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seen_at INTEGER NOT NULL
) STRICT;
`;
