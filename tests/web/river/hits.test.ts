import { expect, test } from "vitest";
import { emptyFilter } from "../../../src/domain/section.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { fetchedOf } from "../../support/store-fixtures.ts";
import { post } from "../desk-world.ts";
import { add, openDesk, serveDesk } from "../served-desk.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** Ferries: two today in one story, one five days ago, one ten days ago; and a storm that became a ferry yesterday. */
async function openFerries() {
  const desk = await openDesk();
  const { store, clock, agencyId, outletId } = desk;
  const at = (ago: number) => ({ firstSeenAt: clock.time - ago, publishedAt: clock.time - ago });
  await add(store, agencyId, { guid: "old", title: "Ferry opens", ...at(10 * day) });
  const storm = await add(store, agencyId, { guid: "storm", title: "Storm", text: "Rain.", ...at(9 * day) });
  await add(store, agencyId, { guid: "week", title: "Ferry sails", ...at(5 * day) });
  const lead = await add(store, agencyId, { guid: "a", title: "Ferry sinks", ...at(2 * hour) });
  await add(store, outletId, { guid: "b", title: "Ferry has sunk", ...at(hour) }, { copyId: lead, leadId: lead });
  const entry = makeEntry({ guid: "storm", title: "Storm stops ferry", text: "Rain." });
  const change = { kind: "revised", id: storm, entry, significant: true } as const;
  await store.saveFetched(fetchedOf(agencyId, [change], { now: clock.time - day }));
  const sections = [{ id: "sea", title: "Sea", filter: { ...emptyFilter, kinds: ["agency" as const] } }];
  const app = await serveDesk({ ...desk, sections });
  const json = async (path: string) => JSON.parse((await app.ask(path)).text);
  return { app, json, clock };
}

test("the page of a search says how much was found, with a bar for each day", async () => {
  const { app } = await openFerries();
  const { text } = await app.ask("/?q=ferry");
  const words = text.replaceAll(/<[^>]*>/g, "");
  expect(words).toMatch(/5 entries in 4 rows, since 2026-11-12/);
  const bars = [...text.matchAll(/<rect [^>]*><title>([^<]*)<\/title>/g)].map(([, told]) => told);
  expect(bars).toHaveLength(11);
  expect(bars.at(0)).toBe("2026-11-12: 1");
  expect(bars.at(-1)).toBe("2026-11-22: 2");
  expect(text).toContain("most on 2026-11-22: 2");
  expect((await app.ask("/?q=sunk")).text).toContain("2026-11-22 12:00 UTC: 1");
  for (const path of ["/", "/?q=nowhere"]) expect((await app.ask(path)).text).not.toContain("<rect");
});

test("the API counts what matches by the day or the hour, under all filters", async () => {
  const { json, clock } = await openFerries();
  const all = await json("/api/v1/search/counts?q=ferry&collapse=story");
  expect(all).toMatchObject({ entries: 5, items: 4, isWhole: true, query: { understood: "ferry" } });
  expect(all.histogram[0]).toEqual({ from: "2026-11-22T00:00:00.000Z", entries: 2 });
  expect(all.oldest).toBe(new Date(clock.time - 10 * day).toISOString());
  const since = new Date(clock.time - 1.5 * hour).toISOString();
  expect(await json(`/api/v1/search/counts?q=ferry&by=hour&since=${since}`)).toMatchObject({
    entries: 1,
    items: 1,
    histogram: [{ from: "2026-11-22T12:00:00.000Z", entries: 1 }],
  });
  expect((await json("/api/v1/search/counts?q=ferry&section=sea")).entries).toBe(4);
  expect((await json("/api/v1/search/counts")).entries).toBe(5);
  expect((await json("/api/v1/search/counts?source=nobody")).entries).toBe(0);
});

test("a trial tells how often a monitor would have fired in seven days, and its loudest word", async () => {
  const { app, json } = await openFerries();
  const trial = await json("/api/v1/search/trial?q=ferry+OR+sails+OR+nowhere");
  // The story of today, the one of five days ago, and the storm, which a revision brought in yesterday.
  expect(trial).toMatchObject({ refused: null, days: 7, fired: 3, perDay: 0.4, entries: 3 });
  expect(trial.loudest).toEqual({ term: "ferry", entries: 3 });
  expect(trial.newest.map(({ title }: { title: string }) => title)).toEqual([
    "Ferry sinks",
    "Storm stops ferry",
    "Ferry sails",
    "Ferry opens",
  ]);
  expect((await app.ask("/api/v1/search/trial")).status).toBe(400);
});

test("a monitor that would tell of nearly everything is refused", async () => {
  const { json, app } = await openFerries();
  const refused = async (q: string) => (await json(`/api/v1/search/trial?q=${encodeURIComponent(q)}`)).refused;
  expect(await refused("NOT ferry")).toMatch(/only excludes words/);
  expect(await refused("-ferry OR storm")).toMatch(/only excludes words/);
  expect(await refused("fer*")).toMatch(/fer\* alone/);
  expect(await refused("fer* OR storm")).toMatch(/fer\* alone/);
  for (const q of ["fer* storm", "ferry*", "storm -fer*", "NOT (NOT ferry)", "kind:agency", "停*"])
    expect([q, await refused(q)]).toEqual([q, null]);
  const answer = await post(app, "/watches", { watches: "ferry\n-storm" });
  expect([answer.status, answer.text.includes("only excludes words")]).toEqual([400, true]);
});

test("watch terms can be tried on the desk page before they are saved", async () => {
  const { app } = await openFerries();
  expect((await app.ask("/?q=ferry")).text).toMatch(/<button [^>]*formaction="\/trial"[^>]*>\s*Try first/i);
  const typed = ["ferry OR nowhere", "fer*", "(", "a", "b", "c"].join("\n");
  const { status, text } = await app.ask(`/trial?watches=${encodeURIComponent(typed)}`);
  const words = text.replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ");
  expect(status).toBe(200);
  expect(words).toContain("3 stories in the last 7 days, 0.4 a day. The term that finds most is ferry: 3 entries.");
  expect(words).toMatch(/Storm stops ferry/);
  expect(words).toContain("This cannot be saved: fer* alone");
  expect(words).toMatch(/query, character \d/);
  expect(words).toContain("1 more term was not tried");
  // What was typed stands in the form, ready to be saved.
  expect(text).toContain("ferry OR nowhere\nfer*\n(");
  expect((await app.ask("/trial")).status).toBe(200);
});
