import { beforeEach, describe, expect, test } from "vitest";
import type { AlertRule } from "../../src/domain/alerts/alert-rule.ts";
import type { AlertSetup } from "../../src/domain/alerts/alert-setup.ts";
import type { OutgoingMessage } from "../../src/domain/alerts/outgoing.ts";
import { tryRule } from "../../src/domain/alerts/try-rule.ts";
import type { CueKind, Entry } from "../../src/domain/entry.ts";
import { parseQuery } from "../../src/domain/query/parse-query.ts";
import { emptyFilter } from "../../src/domain/section.ts";
import { hourMs, minuteMs } from "../../src/domain/time.ts";
import type { Verdict } from "../../src/domain/verdict.ts";
import { makeEntry } from "../support/make-entry.ts";
import { newMessageOf } from "../support/outgoing-fixtures.ts";
import { deskState, fetchedOf, noon, verdictOf } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

/** A rule that finds bridges, unless told otherwise. */
function ruleOf(partial: Partial<AlertRule> = {}, query: string | null = "bridge"): AlertRule {
  return {
    name: "bridges",
    section: null,
    filters: [{ ...emptyFilter, query: query === null ? null : parseQuery(query) }],
    on: ["new", "update", "correction", "withdrawal", "flash"],
    ...{ atLeast: null, digest: null, quiet: null, backlog: false, privateSources: [], to: ["desk"] },
    ...partial,
  };
}

interface Place {
  readonly copy: number;
  readonly story: number;
  readonly verdict?: Partial<Verdict>;
  readonly at?: number;
  /** When the desk decides; absent: when the entry arrives. */
  readonly decidedAt?: number;
}

const cueOf = (kind: CueKind, number: number | null = null) => ({ kind, number, raw: kind.toUpperCase() });

/** What every database must do with the alerts that belong to the desk's decisions. */
export function describeAlerts(name: string, open: OpenStore): void {
  describe(`alerts of the desk on ${name}`, () => {
    const use = useStore(open);
    let setup: AlertSetup;
    let serial: number;
    let feeds: Map<number, number>;
    const rules = (...given: readonly AlertRule[]) => {
      setup = { rules: given, deskBase: "https://desk.example" };
    };
    beforeEach(() => {
      serial = 0;
      feeds = new Map();
      only = null;
      rules(ruleOf());
    });

    const wire = () => use.addFeed("https://wire.example/rss", { name: "Wire", kind: "agency", rank: 1 });
    let only: number | null;
    const feedOnce = async () => {
      only ??= await wire();
      return only;
    };
    async function outlet(number: number, isPrivate = false): Promise<number> {
      const feed = feeds.get(number);
      if (feed !== undefined) return feed;
      const added = await use.addFeed(`https://outlet${number}.example/rss`, { name: `Outlet ${number}`, isPrivate });
      feeds.set(number, added);
      return added;
    }

    /** An entry that arrives and is decided on. Returns its id. */
    async function arrive(feed: number, place: Place, entry: Partial<Entry> = {}): Promise<number> {
      serial += 1;
      const at = place.at ?? noon + serial * minuteMs;
      const saved = await use.store.saveFetched(
        fetchedOf(
          feed,
          [
            {
              kind: "new",
              entry: makeEntry({
                ...{ guid: `urn:${serial}`, url: `https://pages.example/${serial}`, title: "The bridge has fallen" },
                ...{ headline: "The bridge has fallen", text: `Text ${serial} of it.`, textKey: `text ${serial}` },
                ...{ contentHash: `hash ${serial}`, firstSeenAt: at, publishedAt: at, ...entry },
              }),
            },
          ],
          { now: at },
        ),
      );
      const id = saved.newIds[0]!;
      await decide(verdictOf(id, place.copy, place.story, place.verdict), place.decidedAt ?? at);
      return id;
    }

    /** The entry's title, text or cue changes, and the desk decides again. */
    async function revise(feed: number, id: number, place: Place, entry: Partial<Entry>) {
      serial += 1;
      const at = noon + serial * minuteMs;
      const stored = await use.store.readEntry(id);
      const changed = { ...stored!, contentHash: `hash ${serial}`, textKey: `text ${serial}`, ...entry };
      await use.store.saveFetched(
        fetchedOf(feed, [{ kind: "revised", id, entry: changed, significant: true }], { now: at }),
      );
      await decide(verdictOf(id, place.copy, place.story, place.verdict), at);
    }

    async function decide(verdict: Verdict, at: number): Promise<void> {
      await use.store.readPending(10);
      await use.store.saveVerdicts([verdict], deskState(), at, null, setup);
    }

    async function outbox(channel = "desk"): Promise<readonly OutgoingMessage[]> {
      const rows = await use.store.listOutbox({ states: ["waiting"], channel, limit: 500 });
      return rows.map(({ message }) => message).reverse();
    }

    const titles = async (channel = "desk") => (await outbox(channel)).map(({ title }) => title);

    test("a story that a rule finds is one message, however many outlets carry it", async () => {
      await arrive(await wire(), { copy: 1, story: 1 }, { summary: "Nobody was hurt." });
      for (const number of [1, 2, 3])
        await arrive(await outlet(number), { copy: 1, story: 1, verdict: { leadEntryId: 1 } });
      await arrive(await outlet(4), { copy: 2, story: 2 }, { title: "The tunnel", headline: "The tunnel" });
      const [message, ...others] = await outbox();
      expect(others).toEqual([]);
      expect(message).toMatchObject({
        ...{ kind: "alert", rule: "bridges", title: "The bridge has fallen", more: 0 },
        thread: { key: message?.id, first: null },
        items: [
          {
            ...{
              event: "new",
              headline: "The bridge has fallen",
              summary: "Nobody was hurt.",
              source: "Wire",
              outlets: 1,
            },
            ...{ url: "https://pages.example/1", deskUrl: "https://desk.example/stories/1" },
          },
        ],
      });
      expect(message?.id).toMatch(/^[\w-]+$/);
    });

    test("updates, corrections and the withdrawal of the source that was told follow in the thread of the first", async () => {
      const feed = await wire();
      const told = await arrive(feed, { copy: 1, story: 1 });
      await arrive(await outlet(1), { copy: 1, story: 1, verdict: { leadEntryId: told } });
      await arrive(
        feed,
        { copy: 2, story: 1 },
        { title: "UPDATE 1-It fell", headline: "It fell", cue: cueOf("update", 1) },
      );
      await revise(
        feed,
        told,
        { copy: 1, story: 1 },
        { title: "CORRECTION-One", headline: "One", cue: cueOf("correction") },
      );
      const notice = await arrive(
        feed,
        { copy: 1, story: 1, verdict: { leadEntryId: told, standing: "notice", withdrawnBy: 4 } },
        { title: "WITHDRAWN-It", headline: "It", cue: cueOf("withdrawn") },
      );
      expect(notice).toBe(4);
      expect(await titles()).toEqual(["The bridge has fallen", "UPDATE: It fell", "CORRECTION: One", "WITHDRAWN: It"]);
      const [first, ...rest] = await outbox();
      for (const message of rest) {
        expect(message.kind).toBe("followUp");
        expect(message.thread).toEqual({
          key: first?.thread?.key,
          first: { id: first?.id, title: "The bridge has fallen", deskUrl: "https://desk.example/stories/1" },
        });
      }
      expect(new Set((await outbox()).map(({ id }) => id)).size).toBe(4);
    });

    test("a withdrawal by the agency is told; what a reprinter withdraws or changes is not", async () => {
      const [feed, reprinter] = [await wire(), await outlet(1)];
      const told = await arrive(feed, { copy: 1, story: 1 });
      const reprint = await arrive(reprinter, { copy: 1, story: 1, verdict: { leadEntryId: told } });
      await revise(
        reprinter,
        reprint,
        { copy: 1, story: 1, verdict: { leadEntryId: told } },
        { title: "UPDATE-Changed", cue: cueOf("update") },
      );
      await arrive(
        reprinter,
        { copy: 1, story: 1, verdict: { leadEntryId: told, standing: "struck" } },
        { cue: cueOf("withdrawn") },
      );
      expect(await titles()).toEqual(["The bridge has fallen"]);
      const next = reprint + 2;
      await arrive(
        feed,
        { copy: 1, story: 1, verdict: { leadEntryId: told, standing: "notice", withdrawnBy: next } },
        { title: "WITHDRAWN", headline: "Do not use", summary: "The text.", cue: cueOf("withdrawn") },
      );
      expect(await titles()).toEqual(["The bridge has fallen", "WITHDRAWN: Do not use"]);
      expect((await outbox())[1]?.items[0]?.summary).toBe("");
    });

    test("the same update in another feed of the agency, and a reprint of it, are not told again", async () => {
      const [feed, second] = [await wire(), await use.addFeed("https://wire.example/world", { name: "Wire" })];
      await arrive(feed, { copy: 1, story: 1 });
      const update = {
        title: "UPDATE 1-It fell",
        headline: "It fell",
        cue: cueOf("update", 1),
        textKey: "one",
      } as const;
      await arrive(feed, { copy: 2, story: 1 }, update);
      await arrive(second, { copy: 2, story: 1, verdict: { leadEntryId: 2 } }, { ...update, contentHash: "x" });
      await arrive(await outlet(1), { copy: 2, story: 1, verdict: { leadEntryId: 2 } }, update);
      expect(await titles()).toEqual(["The bridge has fallen", "UPDATE: It fell"]);
    });

    test("stories that merge are not told again, and their thread goes on", async () => {
      const feed = await wire();
      await arrive(feed, { copy: 1, story: 1 });
      await arrive(await outlet(1), { copy: 2, story: 2 }, { headline: "Bridge two" });
      expect(await titles()).toHaveLength(2);
      const merges = [{ from: 2, into: 1, reasons: [] }];
      await arrive(await outlet(2), { copy: 3, story: 1, verdict: { storyMerges: merges } });
      await arrive(await outlet(3), { copy: 2, story: 1, verdict: { leadEntryId: 2 } });
      expect(await titles()).toHaveLength(2);
      await arrive(feed, { copy: 4, story: 1 }, { headline: "It fell", cue: cueOf("update", 1) });
      const messages = await outbox();
      expect(messages[2]?.thread?.first?.id).toBe(messages[0]?.id);
    });

    test("what was older than an hour when it came is told only by a rule for the backlog", async () => {
      rules(ruleOf(), ruleOf({ name: "all", backlog: true, to: ["archive"] }));
      const feed = await wire();
      await arrive(feed, { copy: 1, story: 1, at: noon }, { publishedAt: noon - hourMs - 1 });
      await arrive(feed, { copy: 2, story: 2, at: noon }, { publishedAt: noon - hourMs });
      await arrive(
        feed,
        { copy: 3, story: 3, at: noon },
        { firstSeenAt: noon - 2 * hourMs, publishedAt: noon - 2 * hourMs },
      );
      expect((await outbox()).map(({ items }) => items[0]?.deskUrl)).toEqual(["https://desk.example/stories/2"]);
      expect(await titles("archive")).toHaveLength(3);
    });

    test("a story is told when at least so many outlets carry it, or joined it within so long", async () => {
      rules(
        ruleOf({ name: "three", atLeast: { outlets: 3, withinMs: null }, to: ["three"] }),
        ruleOf({ name: "fast", atLeast: { outlets: 3, withinMs: 5 * minuteMs }, to: ["fast"] }),
      );
      const at = (minutes: number) => noon + minutes * minuteMs;
      const first = await arrive(await wire(), { copy: 1, story: 1, at: at(0) });
      const join = async (number: number, minutes: number) =>
        arrive(await outlet(number), { copy: 1, story: 1, verdict: { leadEntryId: first }, at: at(minutes) });
      await join(1, 10);
      await join(1, 11);
      expect(await titles("three")).toEqual([]);
      await join(2, 20);
      expect((await outbox("three")).map(({ title, items }) => [title, items[0]?.event, items[0]?.source])).toEqual([
        ["3 OUTLETS: The bridge has fallen", "outlets", "Wire"],
      ]);
      await join(3, 21);
      expect(await titles("fast")).toEqual([]);
      await join(4, 24);
      expect(await titles("fast")).toEqual(["5 OUTLETS: The bridge has fallen"]);
      await join(5, 25);
      expect(await titles("three")).toHaveLength(1);
    });

    test("further outlets follow in the thread each time that so many joined in so much time, each outlet once", async () => {
      const at = (minutes: number) => noon + minutes * minuteMs;
      rules(ruleOf({ more: { outlets: 2, withinMs: 5 * minuteMs } }));
      const first = await arrive(await wire(), { copy: 1, story: 1, at: at(0) });
      const join = async (number: number, minutes: number, isPrivate = false) =>
        arrive(await outlet(number, isPrivate), {
          ...{ copy: 1, story: 1, verdict: { leadEntryId: first }, at: at(minutes) },
        });
      await join(1, 10);
      await join(2, 16);
      expect(await titles()).toEqual(["The bridge has fallen"]);
      await join(9, 17, true);
      await join(2, 17);
      expect(await titles()).toHaveLength(1);
      await join(3, 18);
      await join(4, 19);
      expect(await titles()).toEqual(["The bridge has fallen", "4 OUTLETS: The bridge has fallen"]);
      await join(5, 20);
      const [opening, , last] = await outbox();
      expect(last).toMatchObject({
        ...{ kind: "followUp", title: "6 OUTLETS: The bridge has fallen", thread: { first: { id: opening?.id } } },
        items: [{ event: "outlets", outlets: 6, summary: "2 more outlets within 5 minutes: Outlet 4, Outlet 5" }],
      });
      for (const number of [6, 7]) await join(number, 90 + 10 * number);
      expect(await titles()).toHaveLength(3);
    });

    test("further outlets count by when they arrived, even if the desk decides much later", async () => {
      const decidedAt = noon + 60 * minuteMs;
      const [near, far] = [
        [1, 2],
        [1, 30],
      ];
      rules(ruleOf({ more: { outlets: 2, withinMs: 5 * minuteMs } }));
      for (const [story, minutes] of [near, far].entries()) {
        const place = { copy: story + 1, story: story + 1, decidedAt };
        const first = await arrive(await feedOnce(), { ...place, at: noon }, { headline: `Bridge ${story}` });
        for (const [number, after] of (minutes ?? []).entries())
          await arrive(await outlet(number), {
            ...{ ...place, verdict: { leadEntryId: first }, at: noon + after * minuteMs },
          });
      }
      expect(await titles()).toEqual(["Bridge 0", "3 OUTLETS: Bridge 0", "Bridge 1"]);
    });

    test("an aggregator's item counts for the publisher that it names", async () => {
      rules(
        ruleOf({ name: "two", atLeast: { outlets: 2, withinMs: null }, to: ["two"] }),
        ruleOf({ name: "query", to: ["query"] }, "bridge sources>=2"),
      );
      const lines = await use.addFeed("https://lines.example/rss", { name: "Lines", kind: "aggregator" });
      const first = await arrive(await outlet(1), { copy: 1, story: 1 });
      const place = { copy: 1, story: 1, verdict: { leadEntryId: first } };
      await arrive(lines, place, { publisher: "OUTLET 1" });
      expect(await outbox("two")).toEqual([]);
      expect(await outbox("query")).toEqual([]);
      await arrive(lines, place, { publisher: "Harbour Post" });
      expect((await outbox("two")).map(({ items }) => items[0]?.outlets)).toEqual([2]);
      expect(await outbox("query")).toHaveLength(1);
    });

    test("a private source is told of, counted and named only by rules with the right", async () => {
      rules(
        ruleOf({ to: ["public"] }),
        ruleOf({ name: "licensed", privateSources: ["outlet 1"], to: ["licensed"] }),
        ruleOf({ name: "two", atLeast: { outlets: 2, withinMs: null }, to: ["two"] }),
        ruleOf({ name: "both", filters: [{ ...emptyFilter, query: parseQuery("sources>=2") }], to: ["both"] }),
      );
      const licensed = await outlet(1, true);
      const led = await arrive(licensed, { copy: 1, story: 1 }, { headline: "Licensed bridge" });
      expect([await titles("public"), await titles("licensed")]).toEqual([[], ["Licensed bridge"]]);
      await arrive(await outlet(2), { copy: 1, story: 1, verdict: { leadEntryId: led } });
      expect(await outbox("public")).toMatchObject([
        { title: "The bridge has fallen", items: [{ source: "Outlet 2", outlets: 1 }] },
      ]);
      await revise(licensed, led, { copy: 1, story: 1 }, { headline: "Licensed news", cue: cueOf("update") });
      expect([await titles("public"), await titles("licensed")]).toEqual([
        ["The bridge has fallen"],
        ["Licensed bridge", "UPDATE: Licensed news"],
      ]);
      expect([await titles("two"), await titles("both")]).toEqual([[], []]);
    });

    test("a rule finds what a search finds: facts, phrases, other forms, conditions on the story", async () => {
      rules(
        ...[
          "lang:en",
          "lang:de",
          '"fallen bridge"',
          "source:wire",
          "title:bridge -tunnel",
          "any(harbour)",
          "sources>=2",
        ].map((query) => ruleOf({ name: query, to: [query] }, query)),
        ruleOf({ name: "agency", filters: [{ ...emptyFilter, kinds: ["agency"], urgencyMax: 3 }], to: ["agency"] }),
      );
      await arrive(await wire(), { copy: 1, story: 1 }, { language: "en", urgency: 3 });
      const found = async () =>
        (await use.store.listOutbox({ states: ["waiting"], channel: null, limit: 50 }))
          .map(({ channel }) => channel)
          .sort();
      expect(await found()).toEqual(["agency", "lang:en", "source:wire", "title:bridge -tunnel"]);
      await arrive(await outlet(1), { copy: 2, story: 1 }, { title: "Harbour", headline: "Harbour", language: "en" });
      expect(await found()).toEqual([
        "agency",
        "any(harbour)",
        "lang:en",
        "source:wire",
        "sources>=2",
        "title:bridge -tunnel",
      ]);
    });

    test("a flood of stories is one message after a minute, and what follows names it", async () => {
      const feed = await wire();
      for (let story = 1; story <= 25; story += 1) await arrive(feed, { copy: story, story, at: noon });
      expect(await titles()).toHaveLength(20);
      expect(await use.store.releaseHeld(setup, noon + minuteMs - 1)).toBe(0);
      expect(await use.store.releaseHeld(setup, noon + minuteMs)).toBe(5);
      const flood = (await outbox())[20];
      expect(flood).toMatchObject({ kind: "flood", title: "bridges: 5 stories in a minute", more: 0 });
      expect(flood?.items).toHaveLength(5);
      await arrive(feed, { copy: 30, story: 25 }, { headline: "It fell", cue: cueOf("update", 1) });
      expect((await outbox())[21]).toMatchObject({
        ...{ kind: "followUp", title: "UPDATE: It fell" },
        thread: { key: flood?.id, first: { id: flood?.id, deskUrl: "https://desk.example/stories/25" } },
      });
      expect(await use.store.releaseHeld(setup, noon + hourMs)).toBe(0);
    });

    test("200 stories that come together are one message", async () => {
      const changes = Array.from({ length: 200 }, (_, at) => ({
        kind: "new" as const,
        entry: makeEntry({ guid: `${at}`, title: `Bridge ${at}`, firstSeenAt: noon, publishedAt: noon }),
      }));
      const { newIds } = await use.store.saveFetched(fetchedOf(await wire(), changes));
      const verdicts = newIds.map((id) => verdictOf(id, id, id));
      await use.store.saveVerdicts(verdicts, deskState(), noon, null, setup);
      expect(await titles()).toEqual([]);
      expect(await use.store.releaseHeld(setup, noon + minuteMs)).toBe(200);
      const [flood, ...others] = await outbox();
      expect(others).toEqual([]);
      expect(flood).toMatchObject({ kind: "flood", title: "bridges: 200 stories in a minute", more: 100 });
    });

    test("what happens in quiet hours is told at their end: one story as itself, several in one message", async () => {
      const quiet = { range: { from: 12 * 60, to: 14 * 60 }, timeZone: "UTC" };
      rules(ruleOf({ quiet, to: ["one"] }, "tunnel"), ruleOf({ name: "all", quiet, to: ["all"] }, "bridge OR tunnel"));
      const feed = await wire();
      await arrive(feed, { copy: 1, story: 1 });
      await arrive(feed, { copy: 2, story: 2 }, { title: "The tunnel", headline: "The tunnel" });
      await arrive(feed, { copy: 3, story: 1 }, { headline: "It fell", cue: cueOf("update", 1) });
      expect([await titles("one"), await titles("all")]).toEqual([[], []]);
      expect(await use.store.releaseHeld(setup, noon + 2 * hourMs - 1)).toBe(0);
      expect(await use.store.releaseHeld(setup, noon + 2 * hourMs)).toBe(4);
      expect(await outbox("one")).toMatchObject([{ kind: "alert", title: "The tunnel", thread: { first: null } }]);
      const [message] = await outbox("all");
      expect(message).toMatchObject({ kind: "digest", title: "all: 2 stories in the quiet hours" });
      expect(message?.items.map(({ event, headline }) => [event, headline])).toEqual([
        ["new", "The bridge has fallen"],
        ["new", "The tunnel"],
        ["update", "It fell"],
      ]);
    });

    test("what was held back for a rule that is gone is dropped", async () => {
      for (let story = 1; story <= 25; story += 1) await arrive(await feedOnce(), { copy: story, story, at: noon });
      rules(ruleOf({ name: "other" }));
      expect(await use.store.releaseHeld(setup, noon + minuteMs)).toBe(5);
      expect(await titles()).toHaveLength(20);
    });

    test("a message that comes of time is made once, however often it is asked for", async () => {
      const moment = { keys: ["digest 1 bridges"], messages: [newMessageOf("m-1")] };
      expect(await use.store.tellMoment(moment, noon)).toBe(true);
      expect(await use.store.tellMoment({ ...moment, messages: [newMessageOf("m-2")] }, noon)).toBe(false);
      expect(await use.store.readMoments(["digest 1 bridges", "digest 2 bridges"])).toEqual(["digest 1 bridges"]);
      expect((await outbox()).map(({ id }) => id)).toEqual(["m-1"]);
      expect(await use.store.forgetAlerts(noon + 1, 10)).toBe(1);
      expect(await use.store.readMoments(["digest 1 bridges"])).toEqual([]);
    });

    test("a trial says what the last 24 hours would have sent, and sends nothing", async () => {
      const feed = await wire();
      await arrive(feed, { copy: 1, story: 1, at: noon - 25 * hourMs });
      const told = await arrive(feed, { copy: 2, story: 2 });
      await arrive(await outlet(1), { copy: 2, story: 2, verdict: { leadEntryId: told } });
      await arrive(feed, { copy: 3, story: 2 }, { headline: "It fell", cue: cueOf("update", 1) });
      await arrive(feed, { copy: 4, story: 4 }, { title: "The tunnel" });
      const before = await titles();
      const trial = await tryRule(use.store, ruleOf({ name: "tried" }), {
        now: noon + hourMs,
        deskBase: "https://d.example",
      });
      expect(trial).toMatchObject({ entries: 4, isWhole: true });
      expect(trial.told.map(({ item, begins }) => [item.event, item.headline, begins])).toEqual([
        ["new", "The bridge has fallen", true],
        ["update", "It fell", false],
      ]);
      const two = ruleOf({ atLeast: { outlets: 2, withinMs: null } });
      const counted = await tryRule(use.store, two, { now: noon + hourMs, deskBase: "https://d.example" });
      expect(counted.told.map(({ item }) => [item.event, item.outlets])).toEqual([
        ["outlets", 2],
        ["update", 2],
      ]);
      expect(await titles()).toEqual(before);
    });

    test("a transaction that fails leaves neither verdict nor message", async () => {
      const id = (
        await use.addEntries(await wire(), [makeEntry({ title: "The bridge", firstSeenAt: noon, publishedAt: noon })])
      )[0]!;
      const fence = await use.store.takeDesk("other", noon, noon + hourMs);
      const lost = use.store.saveVerdicts([verdictOf(id, 1, 1)], deskState(), noon, (fence ?? 0) - 1, setup);
      await expect(lost).rejects.toMatchObject({ code: "store-locked" });
      expect([await titles(), await use.store.readPending(5)]).toMatchObject([[], [{ item: { id } }]]);
    });
  });
}
