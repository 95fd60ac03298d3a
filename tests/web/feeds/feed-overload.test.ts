import { expect, test } from "vitest";
import type { Renderer } from "../../../src/documents/renderer.ts";
import { firstRendersMax } from "../../../src/web/feeds/feed-cache.ts";
import { pageOf } from "../../support/wire-items.ts";
import { serveFeeds } from "./feed-world.ts";

/** A renderer that a test can hold up. */
function holdable() {
  const waiting: (() => void)[] = [];
  const counting: { count: number; told: () => void }[] = [];
  let held = false;
  const wrap = (renderer: Renderer): Renderer => ({
    async render(request) {
      const answer = await renderer.render(request);
      if (held) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          for (const { count, told } of counting) if (waiting.length >= count) told();
        });
      }
      return answer;
    },
  });
  return {
    wrap,
    hold: () => {
      held = true;
    },
    release: () => {
      held = false;
      for (const resolve of waiting.splice(0)) resolve();
    },
    /** Resolves when so many renderings are held up. */
    reaches: (count: number) => new Promise<void>((told) => counting.push({ count, told })),
  };
}

const search = (index: number) => `/feeds/all.rss?q=word${index}`;

test("so many new documents are made at once; the next is a 503 with Retry-After, and those that are known go on", async () => {
  const { wrap, hold, release, reaches } = holdable();
  const { ask, store, pass } = await serveFeeds(pageOf(3).items, wrap);
  const known = await ask("/feeds/world.atom");
  hold();
  const full = reaches(firstRendersMax);
  const asked = Array.from({ length: firstRendersMax }, (_, index) => ask(search(index)));
  await full;
  const refused = await ask(search(999));
  expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "5"]);
  expect(refused.headers).toMatchObject({ "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" });
  expect(refused.text).not.toContain("<");
  store.change(pageOf(2).items);
  pass(10_000);
  const stale = await ask("/feeds/world.atom");
  expect([stale.status, stale.headers.etag]).toEqual([200, known.headers.etag]);
  const repeat = await ask("/feeds/world.atom", { headers: { "If-None-Match": String(known.headers.etag) } });
  expect(repeat.status).toBe(304);
  release();
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 200));
  expect((await ask(search(999))).status).toBe(200);
  const fresh = await ask("/feeds/world.atom");
  expect([fresh.status, fresh.headers.etag === known.headers.etag]).toEqual([200, false]);
});

test("however many ask for one new document, it is made once and all get it", async () => {
  const { wrap, hold, release, reaches } = holdable();
  const { ask, store } = await serveFeeds(pageOf(3).items, wrap);
  hold();
  const made = reaches(1);
  const asked = Array.from({ length: 3 * firstRendersMax }, () => ask(search(1)));
  await made;
  release();
  expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([200]));
  expect(store.pagesRead.length).toBe(1);
});

test("invented versions make no more differences at once than there is room for: the others get the whole", async () => {
  const { wrap, hold, release, reaches } = holdable();
  const { ask } = await serveFeeds(pageOf(3).items, wrap);
  const { headers } = await ask("/feeds/all.rss", { headers: { "A-IM": "feed" } });
  const held = String(headers.etag).split("~")[1]!;
  const version = (index: number) => ({ "A-IM": "feed", "If-None-Match": `"${index}~${index}${held}` });
  hold();
  const full = reaches(16);
  const asked = Array.from({ length: 16 }, (_, index) => ask("/feeds/all.rss", { headers: version(index) }));
  await full;
  expect((await ask("/feeds/all.rss", { headers: version(99) })).status).toBe(200);
  release();
  for (const { status } of await Promise.all(asked)) expect([200, 226]).toContain(status);
});
