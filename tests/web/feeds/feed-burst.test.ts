import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Renderer } from "../../../src/documents/renderer.ts";
import { pageOf } from "../../support/wire-items.ts";
import { serveFeeds } from "./feed-world.ts";

/** A renderer that answers after some turns of the event loop, so that requests arrive in between. */
const slow = (renderer: Renderer): Renderer => ({
  async render(request) {
    const answer = await renderer.render(request);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return answer;
  },
});

const etagOf = (body: Buffer, coding: string) =>
  `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}${coding}"`;

test("during a burst of changes every answer is one whole version with its own ETag, each 304 is correct, and the last version is reached", async () => {
  const { store, ask, pass } = await serveFeeds(pageOf(1).items, slow);
  const addresses = ["/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json"];
  /** The ETag and the document that each reader has, by address and encoding. */
  const held = new Map<string, { etag: string; text: string }>();
  let notModified = 0;
  const read = async (path: string, coding: "gzip" | "identity") => {
    const name = `${path} ${coding}`;
    const known = held.get(name);
    const headers = { "Accept-Encoding": coding, ...(known === undefined ? {} : { "If-None-Match": known.etag }) };
    const answer = await ask(path, { headers });
    const etag = String(answer.headers.etag);
    if (answer.status === 304) {
      notModified += 1;
      expect(etag).toBe(known?.etag);
      return;
    }
    expect(answer.status).toBe(200);
    const body = coding === "gzip" ? gunzipSync(answer.body) : answer.body;
    expect(etag).toBe(etagOf(body, coding === "gzip" ? "-gzip" : ""));
    held.set(name, { etag, text: body.toString("utf8") });
  };
  const everybody = () => Promise.all(addresses.flatMap((path) => [read(path, "gzip"), read(path, "identity")]));
  for (let round = 1; round <= 60; round += 1) {
    store.change(pageOf(1, () => ({ title: `Version ${round}`, revision: round + 1 })).items);
    const asking = everybody();
    pass(37);
    await asking;
    pass(round % 10 === 0 ? 900 : 53);
  }
  pass(801);
  await everybody();
  for (const { text } of held.values()) expect(text).toContain("Version 60");
  expect(notModified).toBeGreaterThan(60);
});
