import { copyFileSync, renameSync, rmSync, truncateSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { eventually, type Service } from "../support/cli.ts";
import { testItem } from "../support/feed-documents.ts";
import { useServedWire } from "../support/served-wire.ts";

/** What happens to the file of the store while the service runs: deleted, moved away and back, replaced, cut short. */
const wire = useServedWire();
let service: Service;

beforeEach(async () => {
  wire.configure({ wire: publish(1) }, "1s");
  service = await wire.start();
  await titles(1);
});

function publish(count: number): string {
  return wire.publish(Array.from({ length: count }, (_, n) => testItem(n + 1)));
}

async function titles(count: number): Promise<void> {
  await eventually(
    () => ask("/feeds/all.json"),
    ({ status, text }) => status === 200 && (JSON.parse(text) as { items: unknown[] }).items.length === count,
  );
}

async function ask(path: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await wire.ask(path);
  return { status: response.status, text: await response.text() };
}

const readers = [
  "/feeds/all.rss",
  "/feeds/all.json",
  "/feeds/source/wire.atom",
  "/",
  "/sources",
  "/readyz",
  "/api/v1/entries",
];

/** The answers to all kinds of requests after the loss was reported. */
async function answersWithoutStore(): Promise<readonly { readonly status: number; readonly text: string }[]> {
  await eventually(
    async () => service.log(),
    (log) => log.includes("deleted or moved while in use"),
  );
  // Cached bytes that were checked against the store a moment ago may still be sent.
  await eventually(
    () => ask("/feeds/all.json"),
    ({ status }) => status !== 200,
  );
  return Promise.all(readers.map(ask));
}

test("a store that is moved away is reported in one line and answered with 503; it is used again when it is back", async () => {
  renameSync(wire.workspace.path("wire.db"), wire.workspace.path("elsewhere.db"));
  publish(3);
  const answers = await answersWithoutStore();
  expect(answers.map(({ status }) => status)).toEqual(readers.map(() => 503));
  expect(answers.filter(({ text }) => text.includes(wire.workspace.folder))).toEqual([]);
  expect((await ask("/healthz")).status).toBe(200);
  renameSync(wire.workspace.path("elsewhere.db"), wire.workspace.path("wire.db"));
  await titles(3);
  const lines = service.log().split("\n");
  expect(lines.filter((line) => line.includes("deleted or moved while in use"))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('"level":50'))).toHaveLength(1);
  expect(await service.stop()).toBe(0);
});

test("a deleted store is answered with 503, also for documents that are requested for the first time", async () => {
  for (const end of ["", "-wal", "-shm"]) rmSync(wire.workspace.path(`wire.db${end}`), { force: true });
  expect((await answersWithoutStore()).map(({ status }) => status)).toEqual(readers.map(() => 503));
  expect(await service.stop()).toBe(0);
});

test.each([
  [
    "replaced by another file",
    (file: string) => {
      copyFileSync(file, `${file}.new`);
      renameSync(`${file}.new`, file);
    },
  ],
  ["cut short", (file: string) => truncateSync(file, 0)],
])("a store that is %s ends the process with one line that says what comes next", async (_, change) => {
  change(wire.workspace.path("wire.db"));
  expect(await service.ended()).toBe(1);
  const lines = service.log().split("\n");
  expect(
    lines.filter((line) => line.includes("was replaced by another file while in use; wiredesk stops")),
  ).toHaveLength(1);
});
