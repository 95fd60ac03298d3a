import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { readerTools } from "../../support/tools.mjs";
import { first, type Reader, run, type Steps, second, third, withdrawnTitle } from "./reader-story.ts";

export const sfeed: readonly Reader[] = ["rss", "atom"].map((format) => ({
  name: `sfeed on ${format}`,
  tool: "sfeed",
  path: `/feeds/all.${format}`,
  shows: {
    subscribed: "both, and nothing again",
    edited: "the new item; the edit it does not take",
    withdrawn: "the item once more under its new title",
  },
  subscribe: stepsOf,
}));

interface Line {
  readonly title: string;
  readonly link: string | undefined;
  readonly id: string | undefined;
}

function stepsOf(url: string, folder: string): Steps {
  const rc = join(folder, "sfeedrc");
  writeFileSync(rc, `sfeedpath="${join(folder, "sfeeds")}"\nfeeds() {\n\tfeed "wire" "${url}"\n}\n`);
  /** Its lines have the time, title, link, content, its type, id, author, enclosure and categories, by tabs. */
  const update = async (): Promise<readonly Line[]> => {
    await run(readerTools.sfeed.file, [rc]);
    const lines = readFileSync(join(folder, "sfeeds/wire"), "utf8").trimEnd().split("\n");
    return lines
      .map((line) => line.split("\t"))
      .map(([at = "", title = "", link, _text, _type, id]) => {
        expect(Number(at)).toBeGreaterThan(0);
        return { title, link, id };
      });
  };
  return {
    async subscribed() {
      const items = await update();
      expect(titles(items)).toEqual([first.title, second.title].sort());
      expect(await update()).toEqual(items);
    },
    async edited() {
      expect(titles(await update())).toEqual([first.title, second.title, third.title].sort());
    },
    async withdrawn() {
      const items = await update();
      // It knows an item by id, link and title, and never forgets one.
      expect(titles(items)).toEqual([first.title, second.title, third.title, withdrawnTitle].sort());
      const withdrawn = items.filter(({ title }) => title.endsWith(second.title));
      expect(new Set(withdrawn.map(({ id }) => id)).size).toBe(1);
      expect(new Set(items.map(({ link }) => link))).toEqual(new Set([first, second, third].map((item) => item.url)));
    },
  };
}

const titles = (items: readonly Line[]) => items.map(({ title }) => title).sort();
