import { writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { expect } from "vitest";
import { readerTools } from "../../support/tools.mjs";
import { editWords, first, type Reader, run, type Steps, second, third, withdrawnTitle } from "./reader-story.ts";

export const newsboat: readonly Reader[] = [
  {
    name: "newsboat",
    tool: "newsboat",
    path: "/feeds/all.atom",
    shows: {
      subscribed: "both unread, and nothing again",
      edited: "the new item alone is unread; the edit changes the other in its place",
      withdrawn: "the item has the new title and no text any more",
    },
    subscribe: stepsOf,
  },
];

interface Item {
  readonly title: string;
  readonly content: string;
  readonly unread: number;
}

function stepsOf(url: string, folder: string): Steps {
  const [urls, config, cache] = [join(folder, "urls"), join(folder, "config"), join(folder, "cache.db")];
  writeFileSync(urls, `${url}\n`);
  writeFileSync(config, "reload-threads 1\n");
  /** Polls once; answers newsboat's items as it found them, and marks all of them read. */
  const reload = async (): Promise<readonly Item[]> => {
    const args = ["-u", urls, "-C", config, "-c", cache, "-x", "reload"];
    await run(readerTools.newsboat.file, args, { env: { ...process.env, HOME: folder } });
    const db = new SqliteDatabase(cache);
    const items = db.prepare<[], Item>("SELECT title, content, unread FROM rss_item ORDER BY title").all();
    db.exec("UPDATE rss_item SET unread = 0");
    db.close();
    return items;
  };
  return {
    async subscribed() {
      expect(unread(await reload())).toEqual([first.title, second.title].sort());
      expect(unread(await reload())).toEqual([]);
    },
    async edited() {
      const items = await reload();
      expect(unread(items)).toEqual([third.title]);
      expect(items).toHaveLength(3);
      const changed = items.filter(({ content }) => content.includes(editWords));
      expect(changed.map(({ title }) => title)).toEqual([first.title]);
    },
    async withdrawn() {
      const items = await reload();
      expect(items.map(({ title }) => title)).toEqual([first.title, third.title, withdrawnTitle].sort());
      expect(items.filter(({ content }) => content.includes(second.text))).toEqual([]);
    },
  };
}

const unread = (items: readonly Item[]) => items.filter((item) => item.unread === 1).map((item) => item.title);
