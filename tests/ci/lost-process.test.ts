import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorkspace, eventually, runProcess, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";

/**
 * What remains of a process that was killed while it polled. In a new container the next process has another host name.
 */
let server: Server;
let held: ServerResponse[];
let isAnswering: boolean;
let workspace: Workspace;
let service: Service | null = null;

beforeEach(async () => {
  held = [];
  isAnswering = false;
  server = createServer((_request, response) => {
    if (isAnswering) answer(response);
    else held.push(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wire.rss`;
  const polling = { cron: "* * * * * *", allowPrivateAddresses: true };
  workspace = createWorkspace({ polling, sources: [{ name: "Wire", kind: "agency", feeds: [{ url }] }] });
  service = await startService(workspace);
  await eventually(
    async () => held.length,
    (count) => count === 1,
  );
});

afterEach(async () => {
  await service?.stop("SIGKILL");
  service = null;
  server.close();
  server.closeAllConnections();
  workspace.remove();
});

function answer(response: ServerResponse): void {
  response.setHeader("Content-Type", "application/rss+xml");
  response.end(rssDocument({ title: "Wire", link: "https://wire.example/" }, [testItem(1)]));
}

/** Reads or changes rows of the store in ways that no command offers. */
function withRows<T>(file: string, use: (db: SqliteDatabase.Database) => T): T {
  const db = new SqliteDatabase(file);
  try {
    return use(db);
  } finally {
    db.close();
  }
}

interface Ready {
  readonly waiting?: readonly { readonly what: string; readonly feeds: number; readonly until: string }[];
}

async function readJson<T>(path: string): Promise<T> {
  return (await (await fetch(`${service?.baseUrl}${path}`)).json()) as T;
}

test("a feed that a lost process on another host held is delayed by at most two minutes, and the log says so", async () => {
  await service?.stop("SIGKILL");
  isAnswering = true;
  const [row] = withRows(workspace.path("wire.db"), (db) =>
    db
      .prepare<[], { owner: string; leftMs: number }>(
        `UPDATE polls SET lease_owner = 'elsewhere' || substr(lease_owner, instr(lease_owner, ':')), lease_until = lease_until
         RETURNING lease_owner AS owner, lease_until - unixepoch('subsec') * 1000 AS leftMs`,
      )
      .all(),
  );
  expect(row?.owner).toMatch(/^elsewhere:\d+:/);
  expect(row?.leftMs).toBeLessThanOrEqual(120_000);
  service = await startService(workspace);
  const { waiting } = await eventually(
    () => readJson<Ready>("/readyz"),
    (ready) => ready.waiting !== undefined,
  );
  expect(waiting).toMatchObject([{ what: "feeds", feeds: 1 }]);
  expect(await (await fetch(`${service.baseUrl}/metrics`)).text()).toMatch(
    /wiredesk_lease_wait_seconds\{what="feeds"\} [1-9]/,
  );
  const lines = service.log().split("\n");
  expect(
    lines.filter((line) => /polling of 1 feeds waits for the process \d+ on elsewhere until/.test(line)),
  ).toHaveLength(1);
  withRows(workspace.path("wire.db"), (db) => db.prepare("UPDATE polls SET lease_until = 0").run());
  await eventually(
    () => readJson<{ items: unknown[] }>("/feeds/all.json"),
    ({ items }) => items.length === 1,
  );
});

test("a backup of a running service contains no leases: a restored copy polls at once", async () => {
  const backup = workspace.path("backup.db");
  expect((await runProcess(workspace, ["backup", backup])).code).toBe(0);
  const leases = "SELECT count(lease_owner) AS feeds, (SELECT count(owner) FROM desk) AS desks FROM polls";
  expect(withRows(backup, (db) => db.prepare(leases).get())).toEqual({ feeds: 0, desks: 0 });
  expect(withRows(workspace.path("wire.db"), (db) => db.prepare(leases).get())).toMatchObject({ feeds: 1 });
});
