import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import { parseFeed } from "../../src/parse/parse-feed.ts";
import { runsOf } from "../support/runs-of.ts";
import { feedExamples } from "./feed-examples.ts";

const read = (text: string) =>
  parseFeed({ bytes: new TextEncoder().encode(text), url: "https://quay.example/feed", contentType: null });

const scraps = [
  "<",
  ">",
  "&",
  "]]>",
  "<![CDATA[",
  "<!--",
  "-->",
  '"',
  "'",
  "</item>",
  "<item>",
  "<p>",
  "&#0;",
  "\u0000",
  "x<y",
  "<?php",
  "</",
  "=",
];
const damage = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 40 }),
  scrap: fc.constantFrom("", ...scraps),
});
const examples = Object.entries(feedExamples);

describe.each(examples)("damage to %s", (name, text) => {
  test("never makes parseFeed() throw anything but a WireError", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 6 }), async (damages) => {
        let damaged = text;
        for (const { place, cut, scrap } of damages) {
          const at = Math.floor(place * damaged.length);
          damaged = damaged.slice(0, at) + scrap + damaged.slice(at + cut);
        }
        await read(damaged).catch((thrown: unknown) => expect(thrown).toBeInstanceOf(WireError));
      }),
      { numRuns: runsOf(150) },
    );
  });

  test("never loses an item that is complete before it", async () => {
    // JSON that was cut off is invalid: no part of it is complete.
    if (name.endsWith(".json")) return;
    const whole = await read(text);
    const ends = [...text.matchAll(/<\/(?:item|entry)>/gi)].map(({ index, 0: tag }) => index + tag.length);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.nat({ max: 300 }),
        fc.constantFrom("", ...scraps),
        async (kept, more, scrap) => {
          const feed = await read(text.slice(0, (ends[kept - 1] ?? 0) + more) + scrap);
          const guids = feed.items.map(({ guid, title }) => guid ?? title);
          for (const item of whole.items.slice(0, kept)) expect(guids).toContain(item.guid ?? item.title);
          expect(feed.items.slice(0, kept - 1)).toEqual(whole.items.slice(0, kept - 1));
        },
      ),
      { numRuns: runsOf(100) },
    );
  });
});
