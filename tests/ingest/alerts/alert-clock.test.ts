import { describe, expect, test } from "vitest";
import type { AlertRule } from "../../../src/domain/alerts/alert-rule.ts";
import { digestTimes } from "../../../src/domain/alerts/digests/digest-times.ts";
import { emptyFilter } from "../../../src/domain/section.ts";
import { dayMs, hourMs, minuteMs } from "../../../src/domain/time.ts";
import { type AlertClock, createAlertClock } from "../../../src/ingest/alerts/alert-clock.ts";
import { testItem } from "../../support/feed-documents.ts";
import { noon, pollState } from "../../support/store-fixtures.ts";
import { type AlertWorld, alertRule, openAlerts } from "./alert-world.ts";

const ferry = {
  ...testItem(1, "ferry"),
  title: "Ferry to Skerrow stops for the winter",
  text: "The operator of the Skerrow ferry said that the last boat leaves on Friday, and that no buses replace it until March.",
};
const court = {
  ...testItem(2, "court"),
  title: "Court frees two bankers in Zurich fraud trial",
  text: "Judges in Zurich found that prosecutors had hidden documents, and acquitted both managers of the private bank.",
};
const sources = {
  "Northern Wire": { kind: "agency", rank: 1 },
  "Harbour Post": { kind: "outlet", rank: 50 },
  "Licensed Wire": { kind: "agency", rank: 2, isPrivate: true },
} as const;
const digest = { at: [6 * 60, 18 * 60], days: [], timeZone: "UTC" };
const everything = { filters: [emptyFilter], on: [] } as const;

describe("the alert clock", () => {
  let world: AlertWorld;
  const open = async (...rules: readonly AlertRule[]): Promise<AlertClock> => {
    world = await openAlerts(rules, sources);
    const setup = { rules, deskBase: "https://desk.example" };
    return createAlertClock({ store: world.store, clock: world.clock, readAlerts: async () => setup });
  };
  const told = async () => (await world.outbox()).map(({ channel, message }) => [channel, message.title]);
  const at = (hours: number) => {
    world.clock.time = noon + hours * hourMs;
  };

  test("a digest tells the stories since the last one, once, and gives up when the next is due", async () => {
    const clock = await open(alertRule("x", { ...everything, name: "Evening", digest }));
    await world.poll("Northern Wire", [ferry, court]);
    await world.poll("Harbour Post", [{ ...court, guid: "other", url: "https://harbour.example/2" }]);
    at(5.9);
    expect(await clock.tick()).toBe(false);
    at(6.01);
    expect(await clock.tick()).toBe(true);
    expect(await clock.tick()).toBe(false);
    const [row] = await world.outbox();
    expect(row?.message).toMatchObject({ kind: "digest", title: "Evening: 2 stories", more: 0, thread: null });
    expect(row?.message.items.map(({ source, outlets }) => [source, outlets])).toEqual([
      ["Northern Wire", 2],
      ["Northern Wire", 1],
    ]);
    expect(row?.giveUpAt).toBe(noon + 18 * hourMs);
    at(18.1);
    expect(await clock.tick()).toBe(false);
  });

  test("a digest that was missed is part of the next one", async () => {
    const clock = await open(alertRule("x", { ...everything, name: "Evening", digest }));
    at(6.1);
    await clock.tick();
    at(7);
    await world.poll("Northern Wire", [ferry]);
    at(26);
    expect(await clock.tick()).toBe(false);
    at(30.1);
    await clock.tick();
    expect(await told()).toEqual([["desk", "Evening: 1 story"]]);
  });

  test("a digest tells of private sources only with the right", async () => {
    const right = { privateSources: ["Licensed Wire"], to: ["licensed"] };
    const rules = [{ name: "Public" }, { name: "Licensed", ...right }].map((one) =>
      alertRule("x", { ...everything, digest, ...one }),
    );
    const clock = await open(...rules);
    await world.poll("Licensed Wire", [ferry]);
    await world.poll("Northern Wire", [court]);
    at(6.1);
    await clock.tick();
    expect(await told()).toEqual([
      ["desk", "Public: 1 story"],
      ["licensed", "Licensed: 2 stories"],
    ]);
  });

  test("what was corrected or withdrawn since the last digest is told, also of older stories", async () => {
    const clock = await open(alertRule("x", { ...everything, name: "Evening", digest }));
    await world.poll("Northern Wire", [ferry]);
    at(6.1);
    await clock.tick();
    at(8);
    await world.poll("Northern Wire", [
      { ...ferry, title: `WITHDRAWN: ${ferry.title}`, text: "Do not use this report." },
    ]);
    at(18.1);
    await clock.tick();
    const message = (await world.outbox())[1]?.message;
    expect(message?.title).toBe("Evening: 1 change");
    expect(message?.items).toMatchObject([{ event: "withdrawal", source: "Northern Wire", summary: "" }]);
  });

  test("updates of older stories are told after corrections, and what other outlets add is not", async () => {
    const clock = await open(alertRule("x", { ...everything, name: "Evening", digest }));
    await world.poll("Northern Wire", [ferry, court]);
    at(6.1);
    await clock.tick();
    at(8);
    const update = { title: `UPDATE 1-${ferry.title}, buses run`, text: `${ferry.text} Two buses will run after all.` };
    await world.poll("Northern Wire", [
      { ...ferry, ...update, guid: "ferry-1", url: "https://site0.example/ferry-1" },
      { ...court, title: `CORRECTION: ${court.title}`, text: `${court.text} It was three managers.` },
    ]);
    at(9);
    await world.poll("Harbour Post", [{ ...ferry, guid: "reprint", url: "https://site1.example/ferry" }]);
    at(18.1);
    await clock.tick();
    const message = (await world.outbox())[1]?.message;
    expect(message?.title).toBe("Evening: 2 changes");
    expect(message?.items).toMatchObject([
      { event: "correction", headline: court.title },
      { event: "update", headline: `${ferry.title}, buses run`, outlets: 2, deskUrl: "https://desk.example/stories/1" },
    ]);
    at(20);
    await world.poll("Harbour Post", [{ ...court, guid: "late", url: "https://site1.example/court" }]);
    at(30.1);
    expect(await clock.tick()).toBe(false);
  });

  test("a feed that fails for a while, falls silent or has no items is told once for each time", async () => {
    const on = ["silent", "failing", "empty"] as const;
    const clock = await open(
      alertRule("x", { filters: [{ ...emptyFilter, sources: ["northern wire"] }], on, name: "feeds" }),
    );
    const [first] = await world.store.listFeeds();
    const poll = (partial: Parameters<typeof pollState>[0]) =>
      world.store.savePoll(first!.feed.id, { state: pollState(partial), feed: null });
    const failure = {
      code: "http-status",
      message: "the server answered 503",
      count: 3,
      firstAt: noon,
      lastAt: noon,
    } as const;
    await poll({ failure });
    at(0.2);
    await clock.tick();
    expect(await told()).toEqual([]);
    at(0.3);
    await clock.tick();
    await clock.tick();
    expect(await told()).toEqual([["desk", "FAILING: Northern Wire cannot be polled: the server answered 503"]]);
    await poll({ failure: null, memory: { quietSince: noon + hourMs, emptySince: noon + hourMs } });
    at(2);
    await clock.tick();
    await poll({ failure: { ...failure, firstAt: noon + 2 * hourMs } });
    at(3);
    await clock.tick();
    expect(
      (await told())
        .slice(1)
        .map(([, title]) => title?.split(":")[0])
        .sort(),
    ).toEqual(["EMPTY", "FAILING", "SILENT"]);
  });
});

test("digests come at the hours of their place, on their days, also when its clock changes", () => {
  const berlin = { at: [6 * 60], days: [0, 1], timeZone: "Europe/Berlin" };
  const friday = Date.UTC(2026, 9, 23);
  // Summer time ended on Sunday, 25 October 2026.
  expect(digestTimes(berlin, friday, friday + 5 * dayMs)).toEqual([Date.UTC(2026, 9, 25, 5), Date.UTC(2026, 9, 26, 5)]);
  expect(digestTimes({ ...berlin, days: [], at: [0, 12 * 60] }, friday, friday + dayMs - minuteMs)).toEqual([
    Date.UTC(2026, 9, 23, 10),
    Date.UTC(2026, 9, 23, 22),
  ]);
});
