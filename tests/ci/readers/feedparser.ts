import { expect } from "vitest";
import { eventually } from "../../support/cli.ts";
import { readerTools } from "../../support/tools.mjs";
import { first, type Reader, run, type Steps, second, third, withdrawnTitle } from "./reader-story.ts";

/** Python's feedparser, which many readers are built on: what it says of each poll. */
export const feedparser: readonly Reader[] = [readerOf("rss", "rss20"), readerOf("atom", "atom10")];

function readerOf(format: "rss" | "atom", version: string): Reader {
  return {
    name: `python3-feedparser on ${format}`,
    tool: "feedparser",
    path: `/feeds/all.${format}`,
    shows: {
      subscribed: "all, and nothing again by either validator",
      edited: "the whole feed, with what is new and what changed",
      withdrawn: "a change of that item alone",
    },
    subscribe: (url) => stepsOf(url, version),
  };
}

function stepsOf(url: string, version: string): Steps {
  let last: Polled;
  return {
    async subscribed() {
      last = await parse(url);
      expect(last).toMatchObject({ status: 200, bozo: false, version });
      expect(news({ ...last, entries: {} }, last).fresh.sort()).toEqual([first.title, second.title].sort());
      expect((await parse(url, last.etag)).status).toBe(304);
      expect((await parse(url, "", last.modified)).status).toBe(304);
      expect((await parse(url, last.etag, last.modified)).status).toBe(304);
    },
    async edited() {
      const after = await changed(url, last);
      // It sends A-IM: feed (RFC 3229), but the programs that use it take a 226 for an error: they get the whole.
      expect(after).toMatchObject({ status: 200, bozo: false, version });
      expect(news(last, after)).toEqual({ fresh: [third.title], changed: [first.title] });
      last = after;
    },
    async withdrawn() {
      const after = await changed(url, last);
      expect(after).toMatchObject({ status: 200, bozo: false, version });
      expect(news(last, after)).toEqual({ fresh: [], changed: [withdrawnTitle] });
      expect((await parse(url, after.etag, after.modified)).status).toBe(304);
    },
  };
}

const poll = `
import feedparser, json, sys
url, etag, modified = sys.argv[1:4]
feed = feedparser.parse(url, etag=etag or None, modified=modified or None)
print(json.dumps({
  "status": feed.get("status"), "bozo": bool(feed.bozo), "version": feed.version,
  "etag": feed.get("etag", ""), "modified": feed.get("modified", ""),
  "entries": {e.id: [e.title, e.get("updated", "")] for e in feed.entries},
}))`;

interface Polled {
  readonly status: number;
  readonly bozo: boolean;
  readonly version: string;
  readonly etag: string;
  readonly modified: string;
  readonly entries: Readonly<Record<string, readonly [string, string]>>;
}

async function parse(url: string, etag = "", modified = ""): Promise<Polled> {
  const { stdout } = await run(readerTools.feedparser.file, ["-c", poll, url, etag, modified]);
  return JSON.parse(stdout) as Polled;
}

/** A poll that brings a change. The document has a text a moment before the desk has moved the item's update time. */
function changed(url: string, last: Polled): Promise<Polled> {
  return eventually(
    () => parse(url, last.etag, last.modified),
    (polled) => news(last, polled).changed.length > 0,
  );
}

/** The titles of what a poll brought that the one before did not have, or had with another update time. */
function news(before: Polled, after: Polled): { readonly fresh: string[]; readonly changed: string[] } {
  const all = Object.entries(after.entries).map(([id, [title, updated]]) => ({
    title,
    updated,
    old: before.entries[id],
  }));
  return {
    fresh: all.filter(({ old }) => old === undefined).map(({ title }) => title),
    changed: all.filter(({ old, updated }) => old !== undefined && old[1] !== updated).map(({ title }) => title),
  };
}
