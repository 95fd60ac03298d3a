import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { deskState, noon, pageOf, verdictOf } from "../support/store-fixtures.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));

const batch = 20;

/**
 * Runs the writer until it has reported that `batches` more are saved, and kills it while it works. Returns the last
 * number that it reported.
 */
function killAfter(url: string, batches: number): Promise<number> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("../support/store-writer.mjs", import.meta.url)), url, String(batch)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split("\n").length > batches) child.kill("SIGKILL");
  });
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => {
      if (signal === "SIGKILL") done(Number(said.trimEnd().split("\n").at(-1)));
      else failed(new Error(`the writer ended by itself with ${code}: is dist/ built?`));
    });
  });
}

test("a killed writer leaves every batch whole or absent, and every batch that it reported as saved is present", async () => {
  const url = `sqlite:${join(folder, "crash.db")}`;
  for (const batches of [3, 7, 12]) {
    const last = await killAfter(url, batches);
    const store = await openStore(url, { now: noon });
    const counts = await store.readCounts();
    expect(counts.entries % batch).toBe(0);
    expect(counts.entries / batch).toBeGreaterThanOrEqual(last + 1);
    const everyEntry = { filter: pageOf().filter, since: null, afterId: 0, limit: 100_000 };
    const decided = await store.readEntries(everyEntry);
    expect(decided.length + counts.pending).toBeGreaterThanOrEqual(counts.entries);
    expect(decided.length % batch).toBe(0);
    expect(counts.copies).toBe(decided.length / batch);
    const found = await store.readEntries({
      ...everyEntry,
      filter: pageOf({ filter: { categories: ["crash"] } }).filter,
    });
    expect(found.map(({ id }) => id)).toEqual(decided.map(({ id }) => id));
    const pending = await store.readPending(100_000);
    const fresh = pending
      .filter(({ membership }) => membership === null)
      .map(({ item }) => verdictOf(item.id, item.id, item.id));
    expect(fresh.length % batch).toBe(0);
    await store.saveVerdicts(
      fresh.map((verdict) => ({
        ...verdict,
        copyId: fresh[0]?.entryId ?? 0,
        storyId: fresh[0]?.entryId ?? 0,
        leadEntryId: fresh[0]?.entryId ?? 0,
      })),
      deskState(),
    );
    await store.close();
  }
});
