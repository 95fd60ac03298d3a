import { describe, expect, test } from "vitest";
import type { Renderer } from "../../../src/documents/renderer.ts";
import { WireError } from "../../../src/domain/errors.ts";
import { eachStore, type StoreKind } from "../../support/each-store.ts";
import { randomOf } from "../../support/random-of.ts";
import type { Answer, ServedApp } from "../../support/serve-app.ts";
import { noon } from "../../support/store-fixtures.ts";
import { add, openDesk, serveDesk } from "../served-desk.ts";

const path = "/feeds/all.json";

/** Two webs over one store. A test can hold the renderings of the second. */
async function openWebs(kind: StoreKind) {
  const { url, store, agencyId, clock } = await openDesk(kind);
  const writer = store;
  const one = await serveDesk({ url, clock, writer });
  const held: (() => void)[] = [];
  let isHeld = false;
  let failure: Error | null = null;
  const wrap = (renderer: Renderer): Renderer => ({
    async render(request) {
      if (failure !== null) throw failure;
      const answer = await renderer.render(request);
      if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
      return answer;
    },
  });
  const other = await serveDesk({ url, clock, writer, wrap });
  let count = 0;
  const publish = () => {
    count += 1;
    return add(store, agencyId, { guid: `https://north.example/${count}`, firstSeenAt: noon + count });
  };
  return {
    ...{ one, other, clock, publish },
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      for (const resolve of held.splice(0)) resolve();
    },
    fail: (thrown: Error) => {
      failure = thrown;
    },
  };
}

const itemsOf = ({ text }: Answer) => (JSON.parse(text) as { items: unknown[] }).items.length;

/** Asks as a reader does that has the version of `answer`. */
function askAfter(web: ServedApp, answer: Answer, more: Record<string, string> = {}) {
  return web.ask(path, { headers: { "If-None-Match": String(answer.headers.etag), ...more } });
}

describe.each(eachStore)("two webs over one $name", (kind) => {
  test("a web whose bytes are still fresh enough for others sends no older version to a reader that names a newer one", async () => {
    const { one, other, clock, publish } = await openWebs(kind);
    await publish();
    await one.ask(path);
    clock.time += 600;
    const before = await other.ask(path);
    await publish();
    clock.time += 300;
    const newer = await one.ask(path);
    expect([itemsOf(before), itemsOf(newer)]).toEqual([1, 2]);
    expect(itemsOf(await other.ask(path))).toBe(1);
    const zipped = await askAfter(other, newer, { "Accept-Encoding": "gzip" });
    expect([zipped.status, zipped.headers["content-encoding"]]).toEqual([200, "gzip"]);
    expect(String(zipped.headers.etag)).toBe(String(newer.headers.etag).replace(/"$/, '-gzip"'));
    expect((await askAfter(other, newer)).status).toBe(304);
  });

  test("a reader that goes from web to web and names what it has never loses an item", async () => {
    const { one, other, clock, publish } = await openWebs(kind);
    const random = randomOf(7);
    await publish();
    let last = await one.ask(path);
    for (let round = 0; round < 60; round += 1) {
      if (random() < 0.5) await publish();
      clock.time += Math.floor(random() * 500);
      const answer = await askAfter(random() < 0.5 ? one : other, last);
      expect([200, 304]).toContain(answer.status);
      if (answer.status === 304) continue;
      expect(itemsOf(answer)).toBeGreaterThan(itemsOf(last));
      last = answer;
    }
    expect(itemsOf(last)).toBeGreaterThan(10);
  });

  test("a rendering that began before the newer version was there does not answer its reader", async () => {
    const { one, other, clock, publish, hold, release } = await openWebs(kind);
    await publish();
    await other.ask(path);
    clock.time += 900;
    hold();
    const slow = other.ask(path);
    await publish();
    const newer = await one.ask(path);
    const named = askAfter(other, newer);
    release();
    expect((await slow).status).toBe(200);
    expect((await named).status).toBe(304);
  });

  test("while a web cannot tell in time, the reader gets 503, and others the earlier bytes", async () => {
    const { one, other, clock, publish, hold, release } = await openWebs(kind);
    await publish();
    const before = await other.ask(path);
    await publish();
    const newer = await one.ask(path);
    clock.time += 900;
    hold();
    const [named, unnamed, known] = await Promise.all([
      askAfter(other, newer),
      other.ask(path),
      askAfter(other, before),
    ]);
    expect([named.status, named.headers["retry-after"], named.headers.etag]).toEqual([503, "5", undefined]);
    expect([unnamed.status, itemsOf(unnamed), known.status]).toEqual([200, 1, 304]);
    release();
    expect((await askAfter(other, newer)).status).toBe(304);
  });

  test("while the store is away, a web sends what it has, but not to a reader that may have a newer version", async () => {
    const { one, other, clock, publish, fail } = await openWebs(kind);
    await publish();
    await other.ask(path);
    await publish();
    const newer = await one.ask(path);
    clock.time += 900;
    fail(new WireError("store-away", "away"));
    expect((await other.ask(path)).status).toBe(200);
    expect((await askAfter(other, newer)).status).toBe(503);
    expect((await askAfter(one, newer)).status).toBe(304);
  });
});
