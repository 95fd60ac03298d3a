import { expect, test } from "vitest";
import { deskToken } from "../../support/desk-server.ts";
import { useDesk } from "../../support/use-desk.ts";

const use = useDesk();
const { signedIn, storyOf } = use;

/** Which of the entries are in one story with the first, as 1 and 0. */
async function inOneStory(...ids: readonly number[]): Promise<string> {
  const [first, ...others] = await Promise.all(ids.map(storyOf));
  return others.map((story) => Number(story === first)).join("");
}

const text =
  "The council of Brodeur approved 40 million crowns for the Westgate bridge, mayor Ana Holm said on Monday.";

test("an editor takes back a merge and a split, also twice, and the next decision stands", async () => {
  const bridge = await use.desk.arrive(use.agency, { guid: "bridge", title: "Brodeur approves Westgate bridge", text });
  const copy = { guid: "bridge-2", url: "https://harbour.example/b", title: "Brodeur approves Westgate bridge", text };
  const carrier = await use.desk.arrive(use.outlet, copy);
  const opera = await use.desk.arrive(use.outlet, { guid: "opera", title: "Opera house gets a roof", text: "Copper." });
  const choir = { guid: "choir", title: "Choir wins a prize", text: "The choir sang four lullabies." };
  const song = await use.desk.arrive(use.agency, choir);
  const page = await signedIn(`/stories/${await storyOf(bridge)}`);
  const all = () => inOneStory(bridge, carrier, opera, song);
  const undo = async () => {
    await page.getByRole("button", { name: "Undo" }).click();
    await page.waitForLoadState();
  };

  await page.getByLabel("Merge with story").fill(await storyOf(opera));
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor();
  expect(await all()).toBe("110");
  await undo();
  await expect.poll(all).toBe("100");
  await undo();
  await expect.poll(all).toBe("110");

  const card = page.locator(".copy", { hasText: "Opera house" });
  await card.getByRole("button", { name: /Move to a new story/ }).click();
  await expect.poll(all).toBe("100");
  await page.goto(`${use.desk.url}/entries/${bridge}`);
  expect(await page.locator(".rulings").innerText()).toMatch(/Ada: moved .*Opera house.* out of the story of .*bridge/);
  await undo();
  await expect.poll(all).toBe("110");
  await page.context().close();
});

test("an editor takes back that a carrier was taken out of its text, and a stale button changes nothing", async () => {
  const title = "Glassworks of Ulm hires forty";
  const body =
    "The glassworks of Ulm hires forty people for its new furnace, its manager Piet Hallen told workers today.";
  const first = await use.desk.arrive(use.agency, { guid: "glass", title, text: body });
  const carrier = { guid: "glass-2", url: "https://harbour.example/g", title, text: body };
  await use.desk.arrive(use.outlet, carrier);
  const page = await signedIn(`/stories/${await storyOf(first)}`);
  await page.getByRole("button", { name: "Not the same copy" }).click();
  await page.locator(".timeline > .copy").nth(1).waitFor();
  const stale = await page.context().newPage();
  await stale.goto(`${use.desk.url}/entries/${first}`);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator(".carrier-list > li").nth(1).waitFor();
  expect(await page.locator(".timeline > .copy").count()).toBe(1);
  await stale.getByRole("button", { name: "Undo" }).click();
  await stale.waitForLoadState();
  expect(await stale.locator(".timeline > .copy").count()).toBe(1);
  await page.context().close();
});

test("the API takes back the decision of a time, and says so when there is none", async () => {
  const a = await use.desk.arrive(use.agency, { guid: "a", title: "Harvest of Torvik begins", text: "Rye was cut." });
  const b = await use.desk.arrive(use.outlet, { guid: "b", title: "Ferry to Ostby is late", text: "Fog delays it." });
  const story = await storyOf(a);
  const decide = (body: object) =>
    fetch(`${use.desk.url}/api/v1/stories/${story}`, {
      method: "POST",
      headers: { authorization: `Bearer ${deskToken}`, "content-type": "application/json" },
      body: JSON.stringify({ by: "Ben", ...body }),
    });
  expect((await decide({ action: "merge", with: [Number(await storyOf(b))] })).status).toBe(200);
  expect(await inOneStory(a, b)).toBe("1");
  const told = (await (await fetch(`${use.desk.url}/api/v1/stories/${story}`)).json()) as { words: { at: string }[] };
  const { at } = told.words[0] as { at: string };
  const undone = await decide({ action: "undo", at });
  expect(await undone.json()).toEqual({ done: true, rulings: 1 });
  expect(await inOneStory(a, b)).toBe("0");
  expect(await (await decide({ action: "undo", at })).json()).toEqual({ done: true, rulings: 0 });
  expect((await decide({ action: "undo", at: "2026-01-01T00:00:00Z" })).status).toBe(404);
});
