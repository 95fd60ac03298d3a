/// <reference lib="dom" />
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DigestItem } from "../../src/domain/alerts/digests/digest.ts";
import { addressTo } from "../../src/domain/alerts/make-message.ts";
import { digestTelling } from "../../src/domain/alerts/timed-messages.ts";
import { hourMs } from "../../src/domain/time.ts";
import { openBrowser } from "../support/open-browser.ts";
import { createAlertWorld } from "./alert-world.ts";
import { mailChannel, startMailServer } from "./mail-server.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly failureSummary: string }[];
}

const item = (at: number, partial: Partial<DigestItem> = {}): DigestItem => ({
  ...{ event: "new", storyId: at, entryId: at, headline: `Story ${at} of the Donaudampfschifffahrtsgesellschaft` },
  ...{ summary: "A boat left the harbour in the night. ".repeat(6).trim(), source: "Northern Wire", outlets: 1 + at },
  ...{ url: `https://north.example/${"a-long-address-".repeat(12)}${at}`, at: 0 },
  ...partial,
});

test("a digest is read in a mail program on a phone, and as plain text", async () => {
  const server = await startMailServer();
  const world = await createAlertWorld([mailChannel(server.port)]);
  const now = world.clock.now();
  const digest = {
    ...{ from: now - 24 * hourMs, to: now, top: Array.from({ length: 25 }, (_, at) => item(at)), more: 7 },
    changes: [
      item(90, { event: "correction", headline: "Dam holds" }),
      item(91, { event: "withdrawal", headline: "Mine closes", summary: "" }),
      item(92, { event: "update", headline: "Ferry sails" }),
    ],
  };
  const telling = digestTelling({ name: "World" }, digest, { now, deskBase: "https://desk.example" });
  if (telling === null) throw new Error("the digest tells nothing");
  const message = addressTo("mail", telling);
  await world.put({ channel: "mail", message, dueAt: now, giveUpAt: null });
  const [mail] = server.mails;
  await world.close();
  await server.close();

  expect(mail?.subject).toBe("World: 32 stories, 3 changes");
  const lines = (mail?.text ?? "").split("\n").map((line) => line.trim());
  for (const words of ["• Correction: Dam holds", "• Withdrawn: Mine closes", "• Update: Ferry sails"])
    expect(lines).toContain(words);
  expect(lines.filter((line) => line.startsWith("https://north.example/"))).toHaveLength(28);
  expect(mail?.text).toContain("… and 7 more");

  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 740 }, isMobile: true });
    const page = await context.newPage();
    await page.setContent(mail?.html ?? "");
    const seen = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - window.innerWidth,
      smallest: Math.min(
        ...[...document.querySelectorAll("p, a")].map((one) => Number.parseFloat(getComputedStyle(one).fontSize)),
      ),
      links: document.querySelectorAll("a").length,
    }));
    expect(seen).toEqual({ wide: 0, smallest: 14, links: 56 });
    await page.evaluate(axe.source);
    const bad = await page.evaluate(async () => {
      const { axe: tool } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
      return (await tool.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.failureSummary}`);
    });
    // A mail is no page: it has no landmarks, and mail programs give it its language. axe takes the ground for white.
    const known = /^(landmark-one-main|region|html-has-lang):/;
    expect(bad.filter((fault) => !known.test(fault) && !(colorScheme === "dark" && /-contrast/.test(fault)))).toEqual(
      [],
    );
    await context.close();
  }
});
