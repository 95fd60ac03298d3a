import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RenewedDocument, waitsOf } from "../../../src/web/metrics/serving-delays.ts";
import { add, openDesk, serveDesk } from "../served-desk.ts";

const renewed: RenewedDocument = {
  places: [{ at: 10_000, id: 7 }],
  newestBefore: { at: 9_000, id: 6 },
  sentAt: 9_500,
  askedAt: 12_000,
  readyAt: 12_300,
};

describe("waitsOf()", () => {
  test("leaves out the time in which nobody requested the document", () => {
    expect(waitsOf(renewed)).toEqual([300]);
  });

  test("counts the time in which a reader got a document without the entry", () => {
    expect(waitsOf({ ...renewed, sentAt: 11_000 })).toEqual([1_300]);
    expect(waitsOf({ ...renewed, sentAt: 12_100 })).toEqual([2_300]);
  });

  test("counts new items only, and none of the first document or of an archive", () => {
    expect(waitsOf({ ...renewed, places: [...renewed.places, { at: 9_000, id: 6 }, { at: 8_000, id: 5 }] })).toEqual([
      300,
    ]);
    expect(waitsOf({ ...renewed, newestBefore: { at: 10_000, id: 6 } })).toEqual([300]);
    expect(waitsOf({ ...renewed, newestBefore: null })).toEqual([]);
    const archived = {
      ...renewed,
      places: [{ at: -4_000_000, id: 7 }],
      newestBefore: { at: -9_000_000, id: 1 },
    };
    expect(waitsOf(archived)).toEqual([]);
  });

  test("never counts less than the rendering, and never more than the time since the arrival", () => {
    const at = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(at, at, at, at, (arrivedAt, sentAfter, askedAfter, readyAfter) => {
        const sentAt = arrivedAt - 50_000 + sentAfter;
        const askedAt = arrivedAt + askedAfter;
        const readyAt = askedAt + readyAfter;
        const place = { at: arrivedAt, id: 7 };
        const told = { places: [place], newestBefore: { at: -60_000, id: 6 }, sentAt: Math.min(sentAt, readyAt) };
        const [waitMs = -1] = waitsOf({ ...told, askedAt, readyAt });
        expect(waitMs).toBeGreaterThanOrEqual(readyAt - askedAt);
        expect(waitMs).toBeLessThanOrEqual(readyAt - arrivedAt);
      }),
    );
  });
});

test("/metrics counts each entry of a section once for each document, by the time until its readers could get it", async () => {
  const { url, store, agencyId, clock } = await openDesk();
  await add(store, agencyId, { guid: "https://north.example/1", firstSeenAt: clock.time });
  const { ask } = await serveDesk({ url, clock });
  const told = async (suffix: string) => {
    const { text } = await ask("/metrics");
    return Number(new RegExp(`^wiredesk_stored_to_served_seconds_${suffix} (.*)$`, "m").exec(text)?.[1]);
  };
  await ask("/feeds/all.rss");
  // The first document has nothing that readers waited for.
  expect(await told("count")).toBe(0);
  // A reader gets a document without the entry half a second after its arrival, and returns a minute later.
  await add(store, agencyId, { guid: "https://north.example/2", firstSeenAt: clock.time });
  clock.time += 500;
  await ask("/feeds/all.rss");
  clock.time += 60_000;
  await ask("/feeds/all.rss");
  expect([await told("count"), await told("sum")]).toEqual([1, 0.5]);
  // A search is made for one reader and does not count.
  await ask("/feeds/all.rss?q=ferry");
  expect(await told("count")).toBe(1);
  expect(await told('bucket{le="0.5"}')).toBe(1);
});
