import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../support/store-fixtures.ts";

const dayMs = 86_400_000;
const clock = { now: () => noon, elapsed: () => 0, sleep: async () => undefined };

/** Ten entries, one a day, the newest a day old. Entries are kept for five days. */
let workspace: Workspace;
beforeAll(async () => {
  workspace = createWorkspace({ retention: { entries: "5d" } });
  const store = await openStore(`sqlite:${workspace.path("wire.db")}`, { now: noon });
  const feed = await store.addFeed(specOf("https://a.example/rss"), "added", noon);
  for (let day = 10; day >= 1; day -= 1) {
    const entry = makeEntry({ guid: `day ${day}`, firstSeenAt: noon - day * dayMs });
    const { newIds } = await store.saveFetched(
      fetchedOf(feed.id, [{ kind: "new", entry }], { now: entry.firstSeenAt }),
    );
    const id = newIds[0] ?? 0;
    await store.saveVerdicts([verdictOf(id, id, id)], deskState({ nextCopyId: id + 1, nextStoryId: id + 1 }));
  }
  await store.close();
});
afterAll(() => workspace.remove());

const run = async (...words: string[]) => {
  const { code, stdout, stderr } = await runCli(workspace, words, {}, { clock });
  expect([code, stderr]).toEqual([0, ""]);
  return stdout.trim().split("\n");
};

test("purge --dry-run says what would be deleted and how large the store will get, and deletes nothing", async () => {
  const told = [
    "entries for 5.0 d; the next purge deletes 5 entries, those of the next seven days 10 entries",
    expect.stringMatching(/^[\d.]+ MB now; at 1 entries a day the store will get to about [\d.]+ MB$/),
  ];
  expect(await run("purge", "--dry-run")).toEqual(told);
  expect(await run("purge", "--dry-run")).toEqual(told);
});

test("purge deletes just that", async () => {
  expect((await run("purge"))[0]).toBe("deleted 5 entries");
  expect((await run("purge", "--dry-run"))[0]).toBe(
    "entries for 5.0 d; the next purge deletes 0 entries, those of the next seven days 5 entries",
  );
  expect((await run("purge"))[0]).toBe("deleted 0 entries");
  expect((await run("export")).length).toBe(5);
});
