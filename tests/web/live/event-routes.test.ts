import { expect, test } from "vitest";
import type { WebDeps } from "../../../src/web/web-deps.ts";
import { add, openDesk, serveDesk } from "../served-desk.ts";

/** The clock moves only where a stream is closed. */
const sleep: WebDeps["clock"]["sleep"] = (_ms, signal) =>
  new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason), { once: true }));

test.for(["after=1-1", "archive=0-0..1-1"])(
  "a stream that was asked for with %s leaves others theirs",
  async (place) => {
    const desk = await openDesk();
    await add(desk.store, desk.agencyId, { title: "Ferry resumes" });
    const clock = { now: desk.clock.now, sleep };
    const app = await serveDesk({ url: desk.url, clock });
    const asked = await firstRows(`${app.url}/events?${place}`);
    expect(await firstRows(`${app.url}/events`)).toContain("Ferry resumes");
    expect(asked).toContain("Ferry resumes");
  },
);

test("behind a trusted proxy each client has views of its own", async () => {
  const desk = await openDesk();
  const clock = { now: desk.clock.now, sleep };
  const app = await serveDesk({ url: desk.url, clock, deps: { trustedProxies: ["loopback"] } });
  const stop = new AbortController();
  const follow = async (client: string, view: number) => {
    const headers = { "X-Forwarded-For": client };
    return (await fetch(`${app.url}/events?q=view${view}`, { headers, signal: stop.signal })).status;
  };
  let held = 0;
  while ((await follow("192.0.2.1", held)) === 200) held += 1;
  expect(held).toBeGreaterThanOrEqual(100);
  expect(await follow("192.0.2.2", held)).toBe(200);
  stop.abort();
});

/** The first events of a stream. */
async function firstRows(url: string): Promise<string> {
  const stop = new AbortController();
  const reader = (await fetch(url, { signal: stop.signal })).body!.getReader();
  let text = "";
  while (!/event: rows\ndata: .*\n\n/.test(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString();
  }
  stop.abort();
  return text;
}
