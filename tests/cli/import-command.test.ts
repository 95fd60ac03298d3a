import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { noon, specOf } from "../support/store-fixtures.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => workspace.remove());

const outline = (url: string) => `<outline type="rss" text="Wire" xmlUrl="${url}"/>`;

async function importFeeds(...urls: string[]) {
  const file = workspace.path("feeds.opml");
  writeFileSync(file, `<opml version="2.0"><body>${urls.map(outline).join("")}</body></opml>`);
  const { code, stderr } = await runCli(workspace, ["feeds", "import", file]);
  return { code, lines: stderr.replaceAll(file, "feeds.opml").trim().split("\n") };
}

test("feeds import counts only the feeds that are subscribed already as such, and says why others are left out", async () => {
  const store = await openStore(`sqlite:${workspace.path("wire.db")}`, { now: noon });
  await store.addFeed(specOf("https://known.example/rss", { name: "Harbour Post" }), "added", noon);
  const licensed = specOf("https://licensed.example/rss", { name: "Licensed Wire", isPrivate: true });
  await store.setFeedState((await store.addFeed(licensed, "added", noon)).id, "removed");
  await store.close();
  const known = "https://known.example/rss: already subscribed, as feed 1 of Harbour Post";
  expect(await importFeeds("https://known.example/rss", "https://new.example/rss")).toEqual({
    code: 0,
    lines: [known, "feeds.opml: 1 feed added, 1 already subscribed"],
  });
  expect(await importFeeds("https://known.example/rss", "https://licensed.example/rss")).toEqual({
    code: 1,
    lines: [
      known,
      "https://licensed.example/rss: this address is a feed of the private source Licensed Wire: add it to that source, not to a public one",
      "feeds.opml: 0 feeds added, 1 already subscribed",
      expect.stringContaining("feeds.opml: 1 outline was left out; see the lines above"),
    ],
  });
});
