/** The processes of the service, and the leases of work that only one of them may do (domain/service/processes.ts). */
export const processes = `
CREATE TABLE processes (
  owner TEXT PRIMARY KEY,
  roles TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  settings TEXT NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE single_work (
  work TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  until INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
`;
