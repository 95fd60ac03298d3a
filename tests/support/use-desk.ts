/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { Section } from "../../src/domain/section.ts";
import { type DeskServer, deskToken, startDeskServer } from "./desk-server.ts";
import { type StoreKind, sqlite } from "./each-store.ts";
import { openBrowser } from "./open-browser.ts";

export const lighthouse =
  "The lighthouse of Skerrow reopened on Friday after two years of repairs to its lantern room, the harbour board said.";

/**
 * The desk page in a real browser, over a real store. The tests of a file share one desk, so each test looks only at
 * its own news.
 */
export function useDesk(sections: readonly Section[] = [], { makeStore }: StoreKind = sqlite) {
  let desk: DeskServer;
  let browser: Browser;
  let agency: number;
  let outlet: number;
  beforeAll(async () => {
    [desk, browser] = await Promise.all([
      makeStore().then((storeUrl) => startDeskServer(sections, storeUrl)),
      openBrowser(),
    ]);
    agency = await desk.addFeed("https://north.example/rss", { name: "Northern Wire", kind: "agency", rank: 1 });
    outlet = await desk.addFeed("https://harbour.example/rss", { name: "Harbour Post", kind: "outlet", rank: 50 });
    await desk.arrive(agency, {
      guid: "first",
      title: "Lighthouse of Skerrow reopens after repairs",
      text: lighthouse,
    });
    await desk.arrive(outlet, {
      guid: "arabic",
      title: "افتتاح ميناء جديد في المدينة",
      language: "ar",
      text: "نص الخبر عن الميناء",
    });
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(`${desk.url}${path}`);
    return page;
  }

  async function liveRiver(path = "/", options: BrowserContextOptions = {}): Promise<Page> {
    const page = await open(path, options);
    await page.waitForSelector(".line.live");
    return page;
  }

  /** A page on which Ada has signed in. */
  async function signedIn(path: string): Promise<Page> {
    const page = await open(`/login?next=${encodeURIComponent(path)}`);
    await page.getByLabel(/Your name/).fill("Ada");
    await page.getByLabel("Admin token").fill(deskToken);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`**${path}*`);
    return page;
  }

  /** The number of the entry's story. */
  async function storyOf(entryId: number): Promise<string> {
    return /stories\/(\d+)/.exec((await fetch(`${desk.url}/entries/${entryId}`)).url)?.[1] ?? "";
  }

  /** Merges the stories of two entries into that of the first. */
  async function merge(entryId: number, other: number): Promise<void> {
    const body = { action: "merge", with: [Number(await storyOf(other))], by: "Ben" };
    const headers = { Authorization: `Bearer ${deskToken}`, "Content-Type": "application/json" };
    const address = `${desk.url}/api/v1/stories/${await storyOf(entryId)}`;
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`the merge was refused: ${await answer.text()}`);
  }

  return {
    open,
    liveRiver,
    signedIn,
    storyOf,
    merge,
    get desk(): DeskServer {
      return desk;
    },
    get browser(): Browser {
      return browser;
    },
    get agency(): number {
      return agency;
    },
    get outlet(): number {
      return outlet;
    },
  };
}
