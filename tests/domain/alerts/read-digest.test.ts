import { expect, test } from "vitest";
import { readDigest } from "../../../src/domain/alerts/digests/read-digest.ts";
import { emptyFilter } from "../../../src/domain/section.ts";
import { hourMs } from "../../../src/domain/time.ts";
import { fakeReadStore } from "../../support/fake-read-store.ts";
import { agency, carrier, tenOClock, wireItem } from "../../support/wire-items.ts";

test("readDigest() ranks all stories of the span: a big one leads that is older than the newest 2,000", async () => {
  const to = tenOClock + 24 * hourMs;
  const small = Array.from({ length: 2_300 }, (_, at) =>
    wireItem({ id: at + 10, storyId: at + 10, arrivedAt: to - (at + 1) * 10_000 }),
  );
  const carriers = Array.from({ length: 9 }, (_, at) => {
    const source = { ...agency, id: at + 1, name: `Outlet ${at}` };
    return carrier({ source, firstSeenAt: tenOClock + at });
  });
  const big = wireItem({ id: 5, storyId: 5, arrivedAt: tenOClock + 10, carriers });
  const store = fakeReadStore([...small, big]);
  const query = { filter: emptyFilter, from: tenOClock, to, maySee: () => true, readEntry: store.readEntry };
  const digest = await readDigest(store, query);
  expect(digest.top[0]).toMatchObject({ storyId: 5, outlets: 9 });
  expect([digest.top.length, digest.more]).toEqual([25, 2_276]);
  expect(Math.max(...store.pagesRead.map(({ limit }) => limit))).toBe(200);
});
