import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { useServedWire } from "../../support/served-wire.ts";
import {
  editAndAdd,
  first,
  programOf,
  readerMsMax,
  second,
  serveTwo,
  third,
  withdrawnTitle,
  withdrawSecond,
} from "./reader-story.ts";

/** Python's feedparser, which many readers are built on: what it says of each poll. */
const wire = useServedWire();
const run = promisify(execFile);

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
  const { stdout } = await run(programOf("feedparser"), ["-c", poll, url, etag, modified]);
  return JSON.parse(stdout) as Polled;
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

test.each([
  ["rss", "rss20"],
  ["atom", "atom10"],
])(
  "python3-feedparser polls the %s feed: all, nothing by either validator, then what is new, changed and withdrawn",
  async (format, version) => {
    const path = `/feeds/all.${format}`;
    const url = await serveTwo(wire, path);
    const before = await parse(url);
    expect(before).toMatchObject({ status: 200, bozo: false, version });
    expect(news({ ...before, entries: {} }, before).fresh.sort()).toEqual([first.title, second.title].sort());
    expect((await parse(url, before.etag)).status).toBe(304);
    expect((await parse(url, "", before.modified)).status).toBe(304);
    expect((await parse(url, before.etag, before.modified)).status).toBe(304);
    await editAndAdd(wire, path);
    const after = await parse(url, before.etag, before.modified);
    // It sends A-IM: feed (RFC 3229), but the programs that use it take a 226 for an error: they get the whole.
    expect(after).toMatchObject({ status: 200, bozo: false, version });
    expect(news(before, after)).toEqual({ fresh: [third.title], changed: [first.title] });
    await withdrawSecond(wire, path);
    const last = await parse(url, after.etag, after.modified);
    expect(last).toMatchObject({ status: 200, bozo: false, version });
    expect(news(after, last)).toEqual({ fresh: [], changed: [withdrawnTitle] });
    expect((await parse(url, last.etag, last.modified)).status).toBe(304);
  },
  readerMsMax,
);
