/// <reference lib="dom" />
import { expect, test } from "vitest";
import { deskToken } from "../../support/desk-server.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { useDesk } from "../../support/use-desk.ts";

/** The desk page in a browser, over PostgreSQL. `desk.test.ts` and `tests/ci/desk` try each part of it over SQLite. */
const use = useDesk([], { name: "PostgreSQL", makeStore: makeDatabase });

test("news arrives on an open page and in an open search, and a revision changes its row", async () => {
  const page = await use.liveRiver();
  await use.desk.arrive(use.agency, { guid: "tram", title: "Tram line to Ostby opens" });
  await page.waitForFunction(() => document.getElementById("pill")?.textContent === "1 new");
  await page.keyboard.press("n");
  const top = page.locator(".river > .row h2 a").first();
  expect(await top.innerText()).toBe("Tram line to Ostby opens");
  await page.keyboard.press("/");
  await page.keyboard.type("lighthouse AND repair*");
  await page.waitForFunction(() => document.querySelectorAll(".river > .row").length === 1);
  expect(await page.locator("mark").first().innerText()).toBe("Lighthouse");
  await page.waitForURL(/q=lighthouse/);
  await page.waitForSelector(".line.live");
  await use.desk.arrive(use.outlet, { guid: "beam", title: "Lighthouse repairs cost more", text: "A new lens." });
  await page.waitForFunction(() => document.getElementById("pill")?.textContent === "1 new");
  await page.context().close();
});

test("an editor merges two stories, every tab shows the story, and the merge is taken back", async () => {
  const bridge = await use.desk.arrive(use.agency, { guid: "bridge", title: "Brodeur approves Westgate bridge" });
  const opera = await use.desk.arrive(use.outlet, { guid: "opera", title: "Opera house gets a roof", text: "Copper." });
  const storyOf = async (id: number) =>
    /stories\/(\d+)/.exec((await fetch(`${use.desk.url}/entries/${id}`)).url)?.[1] ?? "";
  const [kept, other] = [await storyOf(bridge), await storyOf(opera)];
  expect(other).not.toBe(kept);
  const page = await use.open(`/login?next=${encodeURIComponent(`/stories/${kept}`)}`);
  await page.getByLabel(/Your name/).fill("Ada");
  await page.getByLabel("Admin token").fill(deskToken);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Merge with story").fill(other);
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor();
  expect(await storyOf(opera)).toBe(kept);
  for (const tab of ["Carriers", "Changes", "Why", "History", "Versions"])
    await page.getByRole("navigation", { name: "Parts of the story" }).getByRole("link", { name: tab }).click();
  expect(await page.locator(".timeline > .copy").count()).toBe(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => storyOf(opera)).not.toBe(kept);
  await page.context().close();
});
