/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { type DeskServer, startDeskServer } from "./desk-server.ts";
import { openBrowser } from "./open-browser.ts";

export const lighthouse =
  "The lighthouse of Skerrow reopened on Friday after two years of repairs to its lantern room, the harbour board said.";

/**
 * The desk page in a real browser, over a real store. The tests of a file share one desk, so each test looks only at
 * its own news.
 */
export function useDesk() {
  let desk: DeskServer;
  let browser: Browser;
  let agency: number;
  let outlet: number;
  beforeAll(async () => {
    [desk, browser] = await Promise.all([startDeskServer(), openBrowser()]);
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

  return {
    open,
    liveRiver,
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
