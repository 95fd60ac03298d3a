/// <reference lib="dom" />
import { expect, test } from "vitest";
import { minuteMs } from "../../../src/domain/time.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { useDesk } from "../../support/use-desk.ts";

const use = useDesk();

/** A text of the agency that two outlets print, with minutes between them. */
async function spread(
  guid: string,
  title: string,
  text: string,
): Promise<{ lead: number; reprint: number; cut: number }> {
  const paper = await use.desk.addFeed(`https://${guid}.example/rss`, { name: `Valley Post ${guid}`, kind: "outlet" });
  const at = Date.now() - 30 * minuteMs;
  const told = { title, text };
  const lead = await use.desk.arrive(use.agency, { ...told, guid, firstSeenAt: at });
  const reprint = await use.desk.arrive(use.outlet, {
    ...told,
    guid: `${guid}-2`,
    url: `https://harbour.example/${guid}`,
    firstSeenAt: at + 4 * minuteMs,
  });
  const cut = await use.desk.arrive(paper, {
    ...told,
    guid: `${guid}-3`,
    text: text.split(". ")[0] as string,
    firstSeenAt: at + 19 * minuteMs,
  });
  return { lead, reprint, cut };
}

test("one screen says who had a story first, how it spread, and what each carrier did with the text", async () => {
  const { lead } = await spread(
    "orrin",
    "Dam of Orrin holds, 3,600 leave",
    "The dam of Orrin holds after cracks were found on Monday, engineer Piet Hallen said. Some 3,600 people left.",
  );
  const page = await use.open(`/entries/${lead}`, { viewport: { width: 1280, height: 800 } });
  const summary = await page.locator(".summary").innerText();
  expect(summary).toMatch(/^First: Northern Wire .* · 3 outlets · 3 carry the same text · 1 version · 3 items/);
  expect(await page.locator(".spread li").allInnerTexts()).toEqual([
    expect.stringMatching(/Northern Wire\s+\d\d:\d\d/),
    expect.stringMatching(/Harbour Post\s+\+4 min/),
    expect.stringMatching(/Valley Post orrin\s+\+19 min/),
  ]);
  const dots = await page
    .locator(".spread circle")
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
  expect(dots).toEqual(dots.toSorted((a, b) => a - b));
  expect(
    await page
      .locator(".copy")
      .first()
      .evaluate((one) => one.getBoundingClientRect().top),
  ).toBeLessThan(400);
  await page.getByRole("link", { name: "Carriers 3" }).click();
  expect(await page.locator(".likeness").allInnerTexts()).toEqual(["leads", "identical", "cut"]);
  await page.context().close();
});

test("any two versions are chosen and stand side by side, with the names and figures of only one marked", async () => {
  const entry = makeEntry({
    guid: "ferry",
    title: "Ferry aground off Skerrow",
    text: "The ferry Aurora ran aground off Skerrow. All 214 aboard were rescued.",
    firstSeenAt: Date.now() - 10 * minuteMs,
  });
  const id = await use.desk.arrive(use.agency, entry);
  const other = await use.desk.arrive(use.outlet, {
    guid: "opera",
    title: "Ferry crew honoured",
    text: "The crew of Aurora was honoured in Lundmark for 40 years of service.",
  });
  await use.merge(id, other);
  const revised = { ...entry, text: entry.text.replace("214", "216"), contentHash: "2" };
  await use.desk.revise(use.agency, id, revised);
  const page = await use.open(`/stories/${await use.storyOf(id)}?tab=changes`);
  expect(await page.locator(".revision del").allInnerTexts()).toEqual(["214"]);
  expect(await page.locator(".revision ins").allInnerTexts()).toEqual(["216"]);
  await page.getByLabel("with").selectOption({ label: "Harbour Post: Ferry crew honoured" });
  await page.getByRole("button", { name: "Compare" }).click();
  await page.waitForURL(/compare/);
  const [left, right] = await page.locator(".compared article").all();
  expect(await left?.locator("mark").allInnerTexts()).toEqual(["Skerrow", "Skerrow", "216"]);
  expect(await right?.locator("mark").allInnerTexts()).toEqual(["Lundmark", "40"]);
  const places = await page
    .locator(".compared article")
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
  expect(places[0]?.y).toBe(places[1]?.y);
  expect(places[0]?.right).toBeLessThanOrEqual(places[1]?.x ?? 0);
  await page.goto(`${use.desk.url}/compare?a=${id}.1&b=${id}`);
  expect(await page.locator(".compared mark").allInnerTexts()).toEqual(["214", "216"]);
  await page.getByRole("link", { name: "Back to the story" }).click();
  await page.waitForURL(/stories/);
  await page.context().close();
});

test("a change is read as sentences where most words changed, and as words where few did", async () => {
  const title = "Prime Minister Jacinda Ardern opens Westgate bridge";
  const entry = makeEntry({ guid: "bridge", title, text: "The bridge opened on Monday.", firstSeenAt: Date.now() });
  const id = await use.desk.arrive(use.agency, entry);
  const air = {
    ...entry,
    title: "Air New Zealand grounds planes after engine checks",
    headline: "Air",
    contentHash: "2",
  };
  await use.desk.revise(use.agency, id, air);
  await use.desk.revise(use.agency, id, { ...air, text: "The bridge opened on Tuesday.", contentHash: "3" });
  const page = await use.open(`/stories/${await use.storyOf(id)}?tab=changes`);
  expect(await page.locator(".revision del").allInnerTexts()).toEqual(expect.arrayContaining([title, "Monday"]));
  expect(await page.locator(".revision ins").allInnerTexts()).toEqual(expect.arrayContaining([air.title, "Tuesday"]));
  await page.context().close();
});

test("after a split each carrier that stays still says why it is there", async () => {
  const { cut } = await spread(
    "kestrel",
    "Beekeepers count losses after wet spring",
    "Beekeepers lost a third of their colonies in the wettest spring for forty years, a survey shows. Rain kept bees in.",
  );
  const page = await use.signedIn(`/stories/${await use.storyOf(cut)}?tab=why`);
  expect(await page.locator(".reasons").innerText()).toContain("word for word");
  await page.getByRole("link", { name: /^Versions/ }).click();
  await page
    .locator(".carrier-list > li", { hasText: "Valley Post" })
    .getByRole("button", { name: "Not the same copy" })
    .click();
  await page.locator(".timeline > .copy").nth(1).waitFor();
  await page.getByRole("link", { name: "Why", exact: true }).click();
  const harbour = page.locator(".reasons > li", { hasText: "Harbour Post" });
  expect(await harbour.innerText()).toContain("Same headline and text as Northern Wire");
  const moved = page.locator(".reasons > li", { hasText: "Valley Post" });
  expect(await moved.innerText()).toContain("An editor set");
  await page.context().close();
});
