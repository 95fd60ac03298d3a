import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import SqliteDatabase from "better-sqlite3";
import { expect, test } from "vitest";
import { useServedWire } from "../../support/served-wire.ts";
import {
  editAndAdd,
  editWords,
  first,
  programOf,
  readerMsMax,
  second,
  serveTwo,
  third,
  withdrawnTitle,
  withdrawSecond,
} from "./reader-story.ts";

const wire = useServedWire();
const run = promisify(execFile);

interface Item {
  readonly title: string;
  readonly content: string;
  readonly unread: number;
}

/** Polls once; answers newsboat's items as it found them, and marks all of them read. */
async function reload(url: string): Promise<readonly Item[]> {
  const { workspace } = wire;
  const [urls, config, cache] = ["urls", "newsboat-config", "cache.db"].map(workspace.path) as [string, string, string];
  writeFileSync(urls, `${url}\n`);
  writeFileSync(config, "reload-threads 1\n");
  const args = ["-u", urls, "-C", config, "-c", cache, "-x", "reload"];
  await run(programOf("newsboat"), args, { env: { ...process.env, HOME: workspace.folder } });
  const db = new SqliteDatabase(cache);
  const items = db.prepare<[], Item>("SELECT title, content, unread FROM rss_item ORDER BY title").all();
  db.exec("UPDATE rss_item SET unread = 0");
  db.close();
  return items;
}

const unread = (items: readonly Item[]) => items.filter((item) => item.unread === 1).map((item) => item.title);

test(
  "newsboat polls the feed: two unread, nothing again, then the new item alone; what was edited and withdrawn changes in its place",
  async () => {
    const path = "/feeds/all.atom";
    const url = await serveTwo(wire, path);
    expect(unread(await reload(url))).toEqual([first.title, second.title].sort());
    expect(unread(await reload(url))).toEqual([]);
    await editAndAdd(wire, path);
    const items = await reload(url);
    expect(unread(items)).toEqual([third.title]);
    expect(items).toHaveLength(3);
    expect(items.filter(({ content }) => content.includes(editWords)).map(({ title }) => title)).toEqual([first.title]);
    await withdrawSecond(wire, path);
    const last = await reload(url);
    expect(last.map(({ title }) => title)).toEqual([first.title, third.title, withdrawnTitle].sort());
    expect(last.filter(({ content }) => content.includes(second.text))).toEqual([]);
  },
  readerMsMax,
);
