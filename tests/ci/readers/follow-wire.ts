import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StoreKind } from "../../support/each-store.ts";
import { useServedWire } from "../../support/served-wire.ts";
import { readerTools } from "../../support/tools.mjs";
import { feedparser } from "./feedparser.ts";
import { liferea } from "./liferea.ts";
import { newsboat } from "./newsboat.ts";
import { editAndAdd, type Reader, type Step, type Steps, serveTwo, withdrawSecond } from "./reader-story.ts";
import { rss2email } from "./rss2email.ts";
import { sfeed } from "./sfeed.ts";

const all: readonly Reader[] = [...feedparser, ...newsboat, ...rss2email, ...sfeed, ...liferea];

/** What is not installed is left out, as `npm test` says; CI fails. */
const readers = all.filter(({ tool }) => process.env.CI === "true" || readerTools[tool].isThere());

function shown(step: Step): readonly (readonly [string, Reader])[] {
  return readers.map((reader) => [`${reader.name}: ${reader.shows[step]}`, reader]);
}

/** Tests what feed readers show of one service over a kind of store, while its agency edits, adds and withdraws. */
export function followWire(kind: StoreKind): void {
  const wire = useServedWire("for the group", kind);
  const steps = new Map<Reader, Steps>();
  let baseUrl: string;
  beforeAll(async () => {
    baseUrl = await serveTwo(wire);
  });
  afterAll(async () => {
    for (const { end } of steps.values()) await end?.();
  });

  describe("two items", () => {
    test.each(shown("subscribed"))("%s", async (_, reader) => {
      const { isThere, debian } = readerTools[reader.tool];
      expect(isThere(), `install Debian's ${debian.join(", ")}`).toBe(true);
      const folder = wire.workspace.path(`reader-${steps.size}`);
      mkdirSync(folder);
      const own = await reader.subscribe(`${baseUrl}${reader.path}`, folder);
      steps.set(reader, own);
      await own.subscribed();
    });
  });

  describe("one is edited, and a third comes", () => {
    beforeAll(() => editAndAdd(wire));
    test.each(shown("edited"))("%s", async (_, reader) => steps.get(reader)!.edited());
  });

  describe("one is withdrawn", () => {
    beforeAll(() => withdrawSecond(wire));
    test.each(shown("withdrawn"))("%s", async (_, reader) => steps.get(reader)!.withdrawn());
  });
}
