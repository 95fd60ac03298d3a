import { afterAll, beforeAll, expect, test } from "vitest";
import type { Store } from "../../src/domain/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { makeEntry } from "../support/make-entry.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../support/store-fixtures.ts";

const clock = { now: () => noon, elapsed: () => 0, sleep: async () => undefined };
let workspace: Workspace;
let store: Store;
beforeAll(async () => {
  workspace = createWorkspace({
    sources: [],
    alerts: [{ name: "bridges", match: { query: "bridge" }, to: ["desk"] }],
    channels: [{ name: "desk", kind: "webhook", url: "https://desk.example/hook" }],
  });
  store = await openStore(`sqlite:${workspace.path("wire.db")}`, { now: noon });
  const feed = await store.addFeed(specOf("https://a.example/rss", { name: "Harbour Post" }), "added", noon);
  const entries = ["Bridge falls", "Bridge rises", "Port opens"].map((title) =>
    makeEntry({ guid: title, title, headline: title, text: "", firstSeenAt: noon, publishedAt: noon }),
  );
  const changes = entries.map((entry) => ({ kind: "new", entry }) as const);
  const { newIds } = await store.saveFetched(fetchedOf(feed.id, changes));
  const verdicts = newIds.map((id) => verdictOf(id, id, id));
  await store.saveVerdicts(verdicts, deskState({ nextCopyId: 9, nextStoryId: 9 }));
});
afterAll(async () => {
  await store.close();
  workspace.remove();
});

const alerts = (...args: string[]) => runCli(workspace, ["alerts", ...args], {}, { clock });

test("alerts rules lists the rules, what they tell, and their channels", async () => {
  expect((await alerts("rules")).stdout.trim()).toBe("bridges: new, correction, withdrawal, flash -> desk");
  expect(JSON.parse((await alerts("rules", "--json")).stdout)).toMatchObject({ name: "bridges", to: ["desk"] });
});

test("alerts rules and test know the rules that editors made, and say which tell nothing", async () => {
  const definitions = {
    "by ana": { name: "by ana", match: { query: "bridge" }, to: ["desk"] },
    faulty: { name: "faulty", match: { query: "bridge" }, to: ["gone"] },
  };
  for (const [name, definition] of Object.entries(definitions)) {
    const command = { kind: "saveAlertRule", name, definition: JSON.stringify(definition), by: "ana" } as const;
    await store.askCommand({ command, key: name, seen: null, now: noon, expiresAt: noon + 1000 });
  }
  await store.carryOutFeedCommands(noon, 10);
  expect((await alerts("rules")).stdout.trim().split("\n").slice(1)).toEqual([
    "by ana: new, correction, withdrawal, flash -> desk (by ana)",
    'faulty: sends nothing: to.0: there is no channel "gone" (by ana)',
  ]);
  expect((await alerts("test", "by ana")).stdout).toContain("this would have sent 2 messages");
  expect((await alerts("test", "faulty")).stderr).toContain('there is no channel "gone"');
  for (const name of Object.keys(definitions))
    await store.askCommand({
      ...{ command: { kind: "removeAlertRule", name }, key: `-${name}`, seen: null, now: noon },
      expiresAt: noon + 1000,
    });
  await store.carryOutFeedCommands(noon, 10);
});

test("alerts test says what the last 24 hours would have sent, and names a rule that is nearly so called", async () => {
  const { code, stdout } = await alerts("test", "bridges");
  expect(code).toBe(0);
  expect(stdout).toContain("this would have sent 2 messages in the last 24 hours: 2 stories, 0 follow-ups");
  expect(stdout).toContain("Harbour Post: Bridge rises");
  expect(JSON.parse((await alerts("test", "bridges", "--json")).stdout)).toMatchObject({ messages: 2, stories: 2 });
  const wrong = await alerts("test", "bridge");
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain("did you mean");
});
