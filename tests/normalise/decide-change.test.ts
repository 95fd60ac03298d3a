import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/domain/entry.ts";
import type { EntryChange, KnownEntry } from "../../src/domain/feeds/feed-store.ts";
import { decideChange as decideKnown, decideNew } from "../../src/normalise/identity/decide-change.ts";
import { sameWeightMin, weighIdentity } from "../../src/normalise/identity/weigh-identity.ts";
import { entryOf, knownOf, noon } from "./parsed-item.ts";

const item = {
  guid: "http://wire.example/?p=812",
  url: "http://wire.example/2026/ferry-runs-again?utm_source=rss",
  title: "Ferry runs again after storm",
  contentHtml: "<p>The island ferry sailed on Sunday for the first time in nine days, the harbour master said.</p>",
};
const known = knownOf(entryOf(item));

/** The outcome for the only entry of a document. */
function decideChange(incoming: Entry, stored: readonly KnownEntry[]): EntryChange | null {
  const evidence = { idsAreNew: false, sharedStems: new Set<string>(), standingPages: new Set<string>() };
  const weighed = stored.map((past) => ({ past, weight: weighIdentity(incoming, past, evidence) }));
  const [best] = weighed.filter(({ weight }) => weight >= sameWeightMin).toSorted((a, b) => b.weight - a.weight);
  const taken = new Set(stored.map((entry) => entry.guid));
  return best === undefined ? decideNew(incoming, taken) : decideKnown(incoming, best.past, taken);
}

describe("decideChange()", () => {
  test("treats an entry with an unknown guid as new", () => {
    const other = entryOf({
      ...item,
      guid: "http://wire.example/?p=813",
      url: "http://wire.example/2026/other",
      title: "Mayor resigns in spring",
    });
    expect(decideChange(other, [known])).toEqual({ kind: "new", entry: other });
  });

  test("writes nothing for an entry that did not change", () => {
    expect(decideChange(entryOf(item), [known])).toMatchObject({ kind: "unchanged", id: 7, healed: null });
  });

  test.each([
    ["scheme", "https://wire.example/?p=812"],
    ["host", "http://www.wire-news.example/?p=812"],
    ["tracking parameters", "http://wire.example/?p=812&utm_campaign=feed"],
  ])("heals an identity whose guid flips its %s", (_, guid) => {
    const change = decideChange(entryOf({ ...item, guid }), [known]);
    expect(change).toMatchObject({ kind: "unchanged", id: 7, healed: { guid } });
  });

  test("recognises an entry that got another kind of guid while its address, title and text stayed", () => {
    const change = decideChange(entryOf({ ...item, guid: "urn:uuid:5b8a1f52" }), [known]);
    expect(change).toMatchObject({ kind: "unchanged", id: 7, healed: { guid: "urn:uuid:5b8a1f52" } });
  });

  test("never merges two live items whose guids differ in a query id", () => {
    const other = entryOf({
      ...item,
      guid: "http://wire.example/?p=813",
      url: "http://wire.example/2026/ferry-runs-again-2",
    });
    expect(decideChange(other, [known])?.kind).toBe("new");
  });

  test("treats today's column as new, although yesterday's had the same address and title", () => {
    const column = { guid: "m1", url: "https://wire.example/morning-mail", title: "The morning mail from the harbour" };
    const yesterday = knownOf(
      entryOf({ ...column, contentHtml: "<p>Snow closes the pass; trains run late in the valley.</p>" }),
    );
    const today = entryOf({
      ...column,
      guid: "m2",
      contentHtml: "<p>Council votes about school meals and new buses tonight.</p>",
    });
    expect(decideChange(today, [yesterday])?.kind).toBe("new");
  });

  test("treats another story as new when its guid only numbers a place in the list, and recognises it later", () => {
    const first = knownOf(entryOf({ ...item, guid: "1" }));
    const next = entryOf({
      guid: "1",
      url: "https://wire.example/mayor",
      title: "Mayor resigns",
      contentHtml: "<p>Town hall said so late.</p>",
    });
    const change = decideChange(next, [first]);
    expect(change).toMatchObject({
      kind: "new",
      entry: { guid: "https://wire.example/mayor", guidOrigin: "permalink" },
    });
    const stored = change?.kind === "new" ? knownOf(change.entry, { id: 8 }) : first;
    expect(decideChange(next, [first, stored])).toMatchObject({ kind: "unchanged", id: 8, healed: null });
  });

  test("trusts a real guid when address and headline both change", () => {
    const real = knownOf(entryOf({ ...item, guid: "eb0e5db77d168992ac94" }));
    const moved = entryOf({
      ...item,
      guid: "eb0e5db77d168992ac94",
      url: "https://wire.example/audio/9",
      title: "Audio: island life",
    });
    expect(decideChange(moved, [real])).toMatchObject({ kind: "revised", id: 7, significant: true });
  });

  test.each([
    ["a comma", { contentHtml: item.contentHtml.replace("days,", "days") }, false],
    ["a case", { title: "Ferry Runs Again After Storm" }, false],
    ["a category", { categories: ["Travel"] }, false],
    ["a number word", { contentHtml: item.contentHtml.replace("nine", "eleven") }, true],
    ["a headline", { title: "Ferry runs again after nine-day storm" }, true],
    ["a correction cue", { title: "CORRECTED-Ferry runs again after storm" }, true],
  ])("calls a change of %s a revision, significant: %#", (_, given, significant) => {
    expect(decideChange(entryOf({ ...item, ...given }), [known])).toMatchObject({
      kind: "revised",
      id: 7,
      significant,
    });
  });

  test.each([
    ["a counter", "Readers online now: 9", "Readers online now: 12,345", false],
    ["a counter in Arabic digits", "Readers online now: 9", "Readers online now: ١٢", false],
    ["an update's number", "UPDATE 2-Ferry runs again after storm", "UPDATE 3-Ferry runs again after storm", true],
    ["a word beside a figure", "Quake leaves 12 injured", "Quake leaves 40 dead", true],
  ])("tells of %s alone in an entry revised often: %#", (_, title, next, significant) => {
    const past = knownOf(entryOf({ ...item, title }), { revision: 4 });
    const change = decideChange(entryOf({ ...item, title: next }), [past]);
    expect(change).toMatchObject({ kind: "revised", significant });
  });

  test("reports a rising death toll as an update", () => {
    const past = knownOf(entryOf({ ...item, title: "Quake leaves 12 dead" }));
    const change = decideChange(entryOf({ ...item, title: "Quake leaves 40 dead" }), [past]);
    expect(change).toMatchObject({ kind: "revised", significant: true });
  });

  test("keeps the time when a revised entry was first seen, and never dates the entry after it", () => {
    const later = entryOf({ ...item, title: "Ferry runs again, slowly" }, noon + 3_600_000);
    const change = decideChange(later, [known]);
    expect(change).toMatchObject({ kind: "revised", entry: { firstSeenAt: noon, publishedAt: noon } });
  });

  test("never reports a purged entry as news again", () => {
    const purged = knownOf(entryOf(item), { purged: true, text: "", title: "", contentHash: "" });
    expect(decideChange(entryOf({ ...item, title: "Ferry runs" }), [purged])).toMatchObject({
      kind: "unchanged",
      id: 7,
      healed: null,
    });
  });
});
