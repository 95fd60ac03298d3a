import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../support/store-fixtures.ts";

const day = 86_400_000;
const clock = { now: () => noon, elapsed: () => 0, sleep: async () => undefined };
const titles = ["Ferry sinks", "Ferry sails", "Port opens", "Old ferry"];

let workspace: Workspace;
beforeAll(async () => {
  workspace = createWorkspace();
  const store = await openStore(`sqlite:${workspace.path("wire.db")}`, { now: noon });
  const feed = await store.addFeed(specOf("https://a.example/rss", { name: "Harbour Post" }), "added", noon);
  for (const [at, title] of titles.entries()) {
    const firstSeenAt = noon - at * at * day;
    const { newIds } = await store.saveFetched(
      fetchedOf(feed.id, [{ kind: "new", entry: makeEntry({ guid: title, title, text: "", firstSeenAt }) }]),
    );
    const id = newIds[0] ?? 0;
    await store.saveVerdicts([verdictOf(id, id, id)], deskState({ nextCopyId: id + 1, nextStoryId: id + 1 }));
  }
  await store.close();
});
afterAll(() => workspace.remove());

const tried = (...args: string[]) => runCli(workspace, ["stories", "try", ...args], {}, { clock });

test("wiredesk stories try says what a query would have reported in a week, with the newest and the loudest term", async () => {
  const { code, stdout } = await tried("ferry OR port");
  expect(code).toBe(0);
  const [told, loudest, ...newest] = stdout.trimEnd().split("\n");
  expect(told).toBe("3 stories in the last 7 days, 0.4 a day");
  expect(loudest).toBe("the term that finds most: ferry (2 entries)");
  expect(newest.map((line) => line.slice(-25).trim())).toEqual([
    expect.stringMatching(/Harbour Post: Ferry sinks$/),
    expect.stringMatching(/Harbour Post: Ferry sails$/),
    expect.stringMatching(/Harbour Post: Port opens$/),
    expect.stringMatching(/Harbour Post: Old ferry$/),
  ]);
});

test("it refuses a query that is too broad for a monitor, and still says how much it would have reported", async () => {
  const { code, stdout, stderr } = await tried("NOT port", "--json");
  expect(code).toBe(2);
  expect(stderr).toContain("too broad for a monitor");
  expect(JSON.parse(stdout)).toMatchObject({ days: 7, fired: 2, refused: expect.stringContaining("only excludes") });
});
