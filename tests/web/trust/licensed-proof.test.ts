import fc from "fast-check";
import { expect, test } from "vitest";
import { hourMs } from "../../../src/domain/time.ts";
import { ownWords, report, unrelated } from "../../dedupe/texts.ts";
import type { TestItem } from "../../support/feed-documents.ts";
import { runsOf } from "../../support/runs-of.ts";
import { noon } from "../../support/store-fixtures.ts";
import { openWire, type WireWorld } from "./wire-world.ts";

const outlet = { kind: "outlet", rank: 100 } as const;
const credit = " (Reuters)";
const [opening = ""] = report.text.split(". ");
const titles = {
  brief: "South China Sea: survey ship is back off disputed lagoon",
  bare: "Survey ship comes back to Antelope Reef, Manila files protest",
};
/** Reprints of one agency: neither shows by itself that the other is the same text, but `proof` shows it. */
const brief = itemOf("brief", { title: titles.brief, text: `${opening}.${credit}` });
const bare = itemOf("bare", { title: titles.bare, text: credit });
const proof = itemOf("proof", { title: titles.bare, text: `${opening}. The ambassador was summoned.${credit}` });

function itemOf(guid: string, told: Pick<TestItem, "title" | "text">): TestItem {
  return { guid, url: `https://${guid}.example/1`, date: new Date(noon).toUTCString(), ...told };
}

async function openPublished(isPrivate: boolean): Promise<WireWorld> {
  const wire = await openWire({
    "Harbour Post": outlet,
    "Skerrow Post": outlet,
    "Licensed Wire": { ...outlet, isPrivate },
  });
  await wire.poll("Harbour Post", [brief, itemOf("own", { title: ownWords.headline, text: ownWords.text })]);
  await wire.poll("Skerrow Post", [bare, itemOf("milk", { title: unrelated.headline, text: unrelated.text })]);
  return wire;
}

const paths = [
  ...["rss", "atom", "json"].flatMap((format) =>
    ["", "?collapse=story", "?collapse=none"].map((query) => `/feeds/all.${format}${query}`),
  ),
  ...["/", "/readyz", "/api/v1/counts", "/sources"],
  ...[1, 2, 3, 4].flatMap((id) => [`/stories/${id}`, `/api/v1/copies/${id}`, `/api/v1/stories/${id}`]),
];

async function readAll(wire: WireWorld): Promise<readonly (readonly [string, string])[]> {
  const read: [string, string][] = [];
  const { time } = wire.clock;
  // Pages show the time.
  wire.clock.time = noon + hourMs;
  for (const path of paths) read.push([path, (await wire.app.ask(path)).text]);
  wire.clock.time = time;
  return read;
}

test("an entry that everybody may read proves two copies to be one", async () => {
  const wire = await openPublished(false);
  const before = (await wire.json("/api/v1/counts")).copies;
  await wire.poll("Licensed Wire", [proof]);
  expect((await wire.json("/api/v1/counts")).copies).toBe(before - 1);
});

const anyItem = fc.record({
  guid: fc.constantFrom("l1", "l2"),
  title: fc
    .tuple(
      fc.constantFrom("", "UPDATE 1-", "WITHDRAWN: "),
      fc.constantFrom(titles.brief, titles.bare, report.headline, ownWords.headline, unrelated.headline),
    )
    .map((parts) => parts.join("")),
  text: fc.constantFrom(proof.text, brief.text, report.text, ownWords.text, `${report.text} ${ownWords.text}`, credit),
  url: fc.constantFrom("https://licensed.example/1", bare.url, brief.url),
  date: fc.constant(new Date(noon).toUTCString()),
});
const anyDocuments = fc.array(fc.uniqueArray(anyItem, { minLength: 1, maxLength: 2, selector: ({ guid }) => guid }), {
  minLength: 1,
  maxLength: 3,
});

test("no document of a licensed source changes a byte or the mark that the public reads", async () => {
  await fc.assert(
    fc.asyncProperty(anyDocuments, async (documents) => {
      const wire = await openPublished(true);
      const before = await readAll(wire);
      for (const items of documents) await wire.poll("Licensed Wire", items);
      expect(await readAll(wire)).toEqual(before);
    }),
    { numRuns: runsOf(25), examples: [[[[proof]]]] },
  );
}, 120_000);
