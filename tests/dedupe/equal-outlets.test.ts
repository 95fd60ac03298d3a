import fc from "fast-check";
import { expect, test } from "vitest";
import type { DecidedItem } from "../../src/domain/desk-store.ts";
import type { Cue } from "../../src/domain/entry.ts";
import type { DedupeItem } from "../../src/domain/verdict.ts";
import { runsOf } from "../support/runs-of.ts";
import { createDeskDouble, keepVerdict, makeItem } from "./make-item.ts";

const sentences = [
  "The ferry Aurora ran onto a sandbank off Skerrow before dawn on Sunday with 214 passengers aboard.",
  "All of them were taken ashore in lifeboats within two hours, the coast guard at Brennhafen said.",
  "Divers will look at the hull once the tide has turned, and the line stays closed until then.",
] as const;
const advert =
  "Buy one of our watches this week and you get a second one for half of the price, said the shop in Valletta.";
const headline = "Ferry with 214 aboard runs onto a sandbank off Skerrow";
const watches = "Watches at half of the price in Valletta";
const page = "north.example/ferry";
const text = sentences.join(" ");
/** One outlet's report on its own page. Another outlet of the same rank, the shop, prints it too. */
const report = { sourceId: 1, headline, text, urlKey: page, ownPage: true };
const correction: Cue = { kind: "correction", number: null, raw: "CORRECTED-" };
const withdrawal: Cue = { kind: "withdrawn", number: null, raw: "WITHDRAWN:" };

/** A desk that keeps what it decided, finds its own ids, and revises entries. */
function createTrial() {
  const desk = createDeskDouble();
  const kept = new Map<number, DecidedItem>();
  const keyed = (item: DedupeItem): DedupeItem => ({
    ...item,
    textKey: item.text.length < 20 ? null : `${item.headline} ${item.text.slice(0, 400)}`,
  });
  const send = (told: Partial<DedupeItem>): number => {
    const item = keyed(makeItem(kept.size + 1, told));
    keepVerdict(kept, item, desk.engine.decide(item, []));
    return item.id;
  };
  const revise = (id: number, told: Partial<DedupeItem>): void => {
    const known = kept.get(id) as DecidedItem;
    const item = keyed({ ...known.item, ...told });
    keepVerdict(kept, item, desk.engine.revise(item, known.membership));
  };
  const find = (id: number): DecidedItem => kept.get(id) as DecidedItem;
  /** The entry whose words readers see for an entry. */
  const shown = (id: number): DedupeItem => find(find(id).leadEntryId).item;
  return { send, revise, find, shown };
}

test("decide() does not let a shop's correction without the text lead the report that its earlier entry copied", () => {
  const { send, find, shown } = createTrial();
  send({ sourceId: 2, headline: watches, text });
  const own = send(report);
  const shop = send({ sourceId: 2, headline, text: "Comments", urlKey: page, cue: correction });
  expect(shown(own).text).toBe(text);
  expect(find(shop)).toMatchObject({ membership: find(own).membership, standing: "listed" });
});

test("decide() still lets a shop's correction lead that tells what the others tell", () => {
  const { send, shown } = createTrial();
  const first = send({ sourceId: 2, headline, text });
  send({ sourceId: 3, headline, text });
  const corrected = text.replace("214 passengers", "215 passengers");
  const shop = send({ sourceId: 2, headline, text: corrected, cue: correction });
  expect(shown(first).id).toBe(shop);
});

test("revise() gives the lead that an outlet's entry loses to another source's text, not to the outlet's next entry", () => {
  const { send, revise, find, shown } = createTrial();
  const first = send({ sourceId: 2, headline, text });
  const other = send({ sourceId: 2, headline, text });
  revise(other, { text: `${sentences[0]} ${advert}` });
  revise(first, { cue: correction });
  expect(find(other).membership).toEqual(find(first).membership);
  const own = send(report);
  expect(find(own)).toMatchObject({ membership: find(first).membership, leadEntryId: first });
  revise(first, { text: "", cue: null });
  expect(shown(own).id).toBe(own);
});

test("revise() takes back a withdrawal in a copy that holds another withdrawn entry of the same outlet", () => {
  const { send, revise, find } = createTrial();
  const short = sentences.slice(0, 2).join(" ");
  const first = send({ sourceId: 2, headline, text: short });
  send({ sourceId: 3, headline });
  const notice = send({ sourceId: 2, headline, cue: withdrawal });
  revise(first, { cue: withdrawal });
  revise(notice, { cue: null, text: short });
  expect(find(notice)).toMatchObject({ leadEntryId: notice, standing: "text", membership: find(first).membership });
});

const anyState = fc.record({
  headline: fc.constantFrom(headline, headline, watches),
  cue: fc.constantFrom(null, correction, withdrawal, { kind: "update" as const, number: 1, raw: "UPDATE 1-" }),
  credit: fc.constantFrom(null, null, "Reuters"),
  urlKey: fc.constantFrom(page, "shop.example/1", "shop.example/2"),
  text: fc.constantFrom(
    ...[
      text,
      `${sentences[0]} ${advert}`,
      `${text} ${advert}`,
      sentences.slice(0, 2).join(" "),
      advert,
      "Comments",
      "",
    ],
  ),
});

test("whatever an outlet sends and revises, the report of another of the same rank stays readable in its words", () => {
  const steps = fc.array(fc.record({ state: anyState, revises: fc.option(fc.nat(3), { nil: null }) }), {
    minLength: 1,
    maxLength: 7,
  });
  fc.assert(
    fc.property(steps, fc.nat(6), fc.nat(9), (taken, at, tickerAt) => {
      const { send, revise, find, shown } = createTrial();
      const shop: number[] = [];
      let own: number | null = null;
      for (const [turn, { state, revises }] of taken.entries()) {
        // A third outlet prints no more than the headline.
        if (turn === tickerAt) send({ sourceId: 3, headline });
        if (turn === at) own = send(report);
        const known = revises === null ? undefined : shop[revises % shop.length];
        if (known === undefined) shop.push(send({ ...state, sourceId: 2 }));
        else revise(known, state);
      }
      own ??= send(report);
      expect(find(own).withdrawnBy ?? null).toBeNull();
      expect(find(own).standing).toBe("text");
      const words = shown(own).text;
      const isBeginning = words.startsWith(sentences[0]) && !words.includes(advert);
      expect(words.includes(text) || isBeginning).toBe(true);
    }),
    { numRuns: runsOf(500) },
  );
});
