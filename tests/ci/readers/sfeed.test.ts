import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
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

const wire = useServedWire();
const run = promisify(execFile);

test.each(["rss", "atom"])(
  "sfeed merges the %s feed into its file: new items, and a withdrawn one under its new title; edits it does not take",
  async (format) => {
    const { workspace } = wire;
    const path = `/feeds/all.${format}`;
    const url = await serveTwo(wire, path);
    const rc = workspace.path("sfeedrc");
    writeFileSync(rc, `sfeedpath="${workspace.path("sfeeds")}"\nfeeds() {\n\tfeed "wire" "${url}"\n}\n`);
    /** Its lines have the time, title, link, content, its type, id, author, enclosure and categories, by tabs. */
    const update = async () => {
      await run(programOf("sfeed"), [rc]);
      const lines = readFileSync(workspace.path("sfeeds/wire"), "utf8").trimEnd().split("\n");
      return lines
        .map((line) => line.split("\t"))
        .map(([at = "", title = "", link, _text, _type, id]) => {
          expect(Number(at)).toBeGreaterThan(0);
          return { title, link, id };
        });
    };
    const titles = (items: Awaited<ReturnType<typeof update>>) => items.map(({ title }) => title).sort();
    const before = await update();
    expect(titles(before)).toEqual([first.title, second.title].sort());
    expect(await update()).toEqual(before);
    await editAndAdd(wire, path);
    expect(titles(await update())).toEqual([first.title, second.title, third.title].sort());
    await withdrawSecond(wire, path);
    const after = await update();
    // It knows an item by id, link and title, and never forgets one.
    expect(titles(after)).toEqual([first.title, second.title, third.title, withdrawnTitle].sort());
    const withdrawn = after.filter(({ title }) => title.endsWith(second.title));
    expect(new Set(withdrawn.map(({ id }) => id)).size).toBe(1);
    expect(new Set(after.map(({ link }) => link))).toEqual(new Set([first, second, third].map((item) => item.url)));
  },
  readerMsMax,
);
