import { expect, test } from "vitest";
import type { Renderer } from "../../../src/documents/renderer.ts";
import { WireError } from "../../../src/domain/errors.ts";
import { firstRendersMax } from "../../../src/web/feeds/feed-cache.ts";
import { pageOf } from "../../support/wire-items.ts";
import { serveFeeds } from "./feed-world.ts";

/** A renderer. A test can pause its work for requests of strangers. */
function holdable() {
  const waiting: (() => void)[] = [];
  const counting: { count: number; told: () => void }[] = [];
  let held = false;
  const wrap = (renderer: Renderer): Renderer => ({
    async render(request) {
      const answer = await renderer.render(request);
      if (held && (request.view.lane === "asked" || request.held !== null)) {
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
    /** Resolves when this many renderings are paused. */
    reaches: (count: number) => new Promise<void>((told) => counting.push({ count, told })),
  };
}

const search = (index: number) => `/feeds/all.rss?q=word${index}`;

test("the number of new documents that are rendered at once is limited; the next request gets a 503 with Retry-After, and configured sections are still served", async () => {
  const { wrap, hold, release, reaches } = holdable();
  const { ask, store, pass } = await serveFeeds(pageOf(3).items, wrap);
  const known = await ask("/feeds/world.atom");
  hold();
  const full = reaches(firstRendersMax.asked);
  const asked = Array.from({ length: firstRendersMax.asked }, (_, index) => ask(search(index)));
  await full;
  const refused = await ask(search(999));
  expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "5"]);
  expect(refused.headers).toMatchObject({ "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" });
  expect(refused.text).not.toContain("<");
  store.change(pageOf(2).items);
  pass(10_000);
  const fresh = await ask("/feeds/world.atom");
  expect([fresh.status, fresh.headers.etag === known.headers.etag]).toEqual([200, false]);
  // A document that nobody has requested before.
  expect((await ask("/feeds/all.rss")).status).toBe(200);
  expect((await ask("/feeds/wires.json")).status).toBe(200);
  release();
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 200));
  expect((await ask(search(999))).status).toBe(200);
});

test("refusals are counted, and a flood of them causes two log lines without stacks", async () => {
  const { wrap, hold, release, reaches } = holdable();
  const { ask, logged, pass } = await serveFeeds(pageOf(3).items, wrap);
  hold();
  const full = reaches(firstRendersMax.asked);
  const asked = Array.from({ length: firstRendersMax.asked }, (_, index) => ask(search(index)));
  await full;
  for (let index = 0; index < 50; index += 1) expect((await ask(search(1_000 + index))).status).toBe(503);
  pass(60_000);
  expect((await ask(search(999))).status).toBe(503);
  expect(logged).toEqual(Array.from({ length: 2 }, () => "refused requests, because there were too many"));
  expect((await ask("/metrics")).text).toContain('wiredesk_refused_requests_total{code="rate-limited"} 51');
  release();
  await Promise.all(asked);
});

test("a document is not rendered after its only readers left; a reader who returns gets it", async () => {
  const left: string[] = [];
  let made = 0;
  let begun: () => void = () => undefined;
  const wrap = (renderer: Renderer): Renderer => ({
    async render(request, signal) {
      made += 1;
      if (made > 1) return renderer.render(request);
      begun();
      return new Promise((_, reject) => {
        signal?.addEventListener("abort", () => {
          left.push(request.view.query);
          reject(new WireError("timeout", "the client no longer waits for this"));
        });
      });
    },
  });
  const { app, ask, logged } = await serveFeeds(pageOf(3).items, wrap);
  const running = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const leaving = new AbortController();
  const gone = fetch(`${app.url}${search(1)}`, { signal: leaving.signal });
  await running;
  leaving.abort();
  await expect(gone).rejects.toThrow();
  expect((await ask(search(1))).status).toBe(200);
  expect([left, made, logged]).toEqual([["?q=word1"], 2, []]);
});

test("many requests for one new document cause one rendering, and all are answered", async () => {
  const { wrap, hold, release, reaches } = holdable();
  const { ask, store } = await serveFeeds(pageOf(3).items, wrap);
  hold();
  const made = reaches(1);
  const asked = Array.from({ length: 3 * firstRendersMax.asked }, () => ask(search(1)));
  await made;
  release();
  expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([200]));
  expect(store.pagesRead.length).toBe(1);
});

test("requests with invented versions compute a limited number of differences at once; the others get the whole document", async () => {
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
