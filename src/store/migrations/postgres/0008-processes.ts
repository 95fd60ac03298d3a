/** The processes of the service, and the leases of work that only one of them may do (domain/service/processes.ts). */
export const processes = `
CREATE TABLE processes (
  owner text COLLATE "C" PRIMARY KEY,
  roles text COLLATE "C" NOT NULL,
  started_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  settings text COLLATE "C" NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE single_work (
  work text COLLATE "C" PRIMARY KEY,
  owner text COLLATE "C" NOT NULL,
  until bigint NOT NULL
) WITH (fillfactor = 50);
`;
