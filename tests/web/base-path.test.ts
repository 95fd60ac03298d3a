import fc from "fast-check";
import { parseFragment } from "parse5";
import { describe, expect, test } from "vitest";
import { createRenderHandler } from "../../src/documents/render-handler.ts";
import { openReadStore } from "../../src/store/open-store.ts";
import { addressInside, linksUnder } from "../../src/web/page/base-path.ts";
import { runsOf } from "../support/runs-of.ts";
import type { Answer } from "../support/serve-app.ts";
import { add, openDesk, serveDesk } from "./served-desk.ts";

const host = "https://wire.example";
const path = "/news/wire";
const token = "a-long-token-of-the-desk";

/** A desk whose readers see it under a path, behind a proxy that keeps the path or strips it. */
async function deskUnderPath(proxy: "keeps" | "strips") {
  const { url, store, agencyId, outletId, clock } = await openDesk();
  const title = "Ferry returns to port";
  const text = `A ferry returned to port. An <a href="/x"> is a link in HTML.`;
  const first = await add(store, agencyId, { guid: "a", title, text, html: `<p>${text}</p>` });
  await add(store, outletId, { guid: "b", title: `${title} again`, text }, { copyId: first, leadId: first });
  const baseUrl = `${host}${path}`;
  const readStore = await openReadStore(url);
  const idBase = "urn:uuid:6e0e6f2a-1b0e-4c9e-8f51-5b2f9f0d8c11";
  const renderer = createRenderHandler(readStore, {
    baseUrl,
    idBase,
    clock,
  });
  const deps = { baseUrl, idBase, renderer, adminToken: token, hub: true };
  const app = await serveDesk({ url, clock, deps });
  const ask: typeof app.ask = (address, options) => {
    expect(address.startsWith(path)).toBe(true);
    return app.ask(proxy === "keeps" ? address : address.slice(path.length) || "/", options);
  };
  /** Sends a form as a browser does, without following the redirect. */
  const post = async (address: string, fields: Record<string, string>) => {
    const at = `${app.url}${proxy === "keeps" ? path : ""}${address}`;
    const { headers } = await fetch(at, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
    return { location: headers.get("location"), cookie: headers.getSetCookie().join() };
  };
  return { ask, post, first, close: () => readStore.close() };
}

/** Every address in an answer that leads to our host, as a browser or a feed reader would request it. */
function addressesIn(answer: Answer, at: string): string[] {
  const { location } = answer.headers;
  if (location !== undefined) return [location];
  const type = String(answer.headers["content-type"]);
  const found: string[] = [];
  if (type.includes("html")) collectLinks(parseFragment(answer.text.replace(/^<!doctype html>/, "")), found);
  else if (type.includes("javascript"))
    found.push(...[...answer.text.matchAll(/ from "([^"]+)"/g)].map(([, to]) => to ?? ""));
  else found.push(...[...answer.text.matchAll(/https:\/\/wire\.example[^\s"'<>&\\]*/g)].map(([to]) => to));
  const links = [...String(answer.headers.link ?? "").matchAll(/<([^>]+)>/g)].map(([, to]) => to ?? "");
  return [...found, ...links]
    .map((to) => new URL(to, `${host}${at}`))
    .filter((to) => to.origin === host)
    .map((to) => `${to.pathname}${to.search}`);
}

interface Node {
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly unknown[];
  readonly content?: unknown;
}

function collectLinks(node: unknown, found: string[]): void {
  const { attrs = [], childNodes = [] } = node as Node;
  const own = attrs.filter(({ name }) => ["href", "src", "action", "formaction", "data-events"].includes(name));
  found.push(...own.map(({ value }) => value).filter((value) => !value.startsWith("#")));
  for (const child of childNodes) collectLinks(child, found);
}

/** Addresses that take forms, that never end, or that the compiler makes (tests/ci/under-path.test.ts reads those). */
const notRead = /\/(?:hub|logout|login|theme|watches|events|rulings|mcp|api\/v1)(?:[/?]|$)|\/sources\/|\.js$/;

describe.each(["keeps", "strips"] as const)("behind a proxy that %s the path of baseUrl", (proxy) => {
  test.each([
    ["the public", null],
    ["an editor", token],
  ])(
    "no page, script, style or document leads %s out of the path, and every one of them answers",
    async (_who, signIn) => {
      const { ask, post, close } = await deskUnderPath(proxy);
      const signedIn = signIn === null ? null : await post("/login", { token: signIn, name: "Ada", next: "/" });
      const cookie = signedIn?.cookie.split(";")[0] ?? "";
      const waiting = [
        `${path}/`,
        `${path}/robots.txt`,
        `${path}/trial?watches=ferry`,
        `${path}/compare?a=1&b=2`,
        `${path}/api/v1/entries`,
        `${path}/api/v1/top`,
      ];
      const seen = new Set(waiting);
      const faults: string[] = [];
      for (const at of waiting) {
        const headers = {
          accept: "text/html",
          cookie,
          "sec-fetch-dest": at.includes("/feeds/all.json") ? "document" : "",
        };
        const answer = await ask(at, { headers });
        if (answer.status >= 400) faults.push(`${at} answered ${answer.status}`);
        for (const to of addressesIn(answer, at)) {
          if (to !== path && !to.startsWith(`${path}/`)) faults.push(`${at} leads to ${to}`);
          else if (!seen.has(to) && !notRead.test(to) && seen.size < 300) {
            seen.add(to);
            waiting.push(to);
          }
        }
      }
      expect(faults).toEqual([]);
      const kinds = [
        "/assets/desk.css",
        "/copies/",
        "/feeds/all.atom",
        "/feeds.opml",
        "/stories/",
        "/sources",
        "/api/v1/",
      ];
      expect(kinds.filter((kind) => ![...seen].some((to) => to.startsWith(path + kind)))).toEqual([]);
      await close();
    },
  );

  test("forms and cookies stay inside, and a sign-in returns to its page", async () => {
    const { post, close } = await deskUnderPath(proxy);
    const signedIn = await post("/login", { token, name: "Ada", next: "/sources?show=all" });
    expect(signedIn.location).toBe(`${path}/sources?show=all`);
    expect(signedIn.cookie).toMatch(/wiredesk_session=[^;]+;.* Path=\/news\/wire; /);
    const themed = await post("/theme", { theme: "dark", next: "/" });
    expect(themed).toEqual({ location: `${path}/`, cookie: expect.stringMatching(/ Path=\/news\/wire; /) });
    expect((await post("/theme", { theme: "dark", next: "//evil.example/" })).location).toBe(`${path}/`);
    await close();
  });

  test("rows lead inside the path, and the texts of entries stay as they are", async () => {
    const { ask, first, close } = await deskUnderPath(proxy);
    const page = await ask(`${path}/stories/${first}`);
    expect(page.text).toContain("link in HTML");
    expect(page.text).not.toContain(`${path}/x`);
    const row = await ask(`${path}/?q=ferry`);
    expect(row.text).toContain(`href="${path}/stories/${first}#copy-${first}"`);
    await close();
  });
});

test("an address is inside with and without the path, and no other address is changed", () => {
  expect(["/wire", "/wire?a=1", "/wire/", "/wire/feeds/all.rss?q=1"].map((at) => addressInside("/wire", at))).toEqual([
    "/",
    "/?a=1",
    "/",
    "/feeds/all.rss?q=1",
  ]);
  for (const at of ["/", "/feeds/all.rss", "/wires/1", "*"]) expect(addressInside("/wire", at)).toBe(at);
  expect(addressInside("", "/wire/x")).toBe("/wire/x");
});

test("linksUnder() changes the addresses of tags and nothing else, for any text and value", () => {
  const value = fc.stringMatching(/^[^"<&\r\0\ud800-\udfff]*$/);
  const text = fc.stringMatching(/^[^<&\r\0\ud800-\udfff]*$/);
  fc.assert(
    fc.property(value, text, fc.constantFrom("href", "action", "title"), (address, words, name) => {
      const html = `<a class="x" ${name}="/${address}">${words} href="/${words}</a>`;
      const isOwn = name !== "title" && !address.startsWith("/");
      const changed = `<a class="x" ${name}="${isOwn ? "/wire" : ""}/${address}">${words} href="/${words}</a>`;
      expect(linksUnder("/wire", html)).toBe(changed);
    }),
    { numRuns: runsOf(500) },
  );
});
