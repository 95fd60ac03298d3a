/// <reference lib="dom" />
import { expect, test } from "vitest";
import { useDesk } from "../../support/use-desk.ts";

const use = useDesk();

/** The chosen row's number in the river, and whether the whole row is in sight. */
function chosenRow() {
  const row = document.querySelector(".river > .row.chosen");
  if (row === null) return { at: -1, isInSight: false };
  const { left, top, bottom } = row.getBoundingClientRect();
  const seen = [top + 3, bottom - 3].map((y) => document.elementFromPoint(left + 200, y));
  const at = [...document.querySelectorAll(".river > .row")].indexOf(row);
  return { at, isInSight: seen.every((one) => one !== null && row.contains(one)) };
}

test("after Back and after u, j and k go on from the row that was opened, and every chosen row is in sight", async () => {
  for (let at = 0; at < 40; at += 1)
    await use.desk.arrive(use.agency, {
      guid: `fill-${at}`,
      url: `https://north.example/${at}`,
      title: `Report ${at}`,
    });
  const page = await use.liveRiver("/", { viewport: { width: 1200, height: 600 } });
  for (let at = 0; at < 25; at += 1) {
    await page.keyboard.press("j");
    expect(await page.evaluate(chosenRow)).toEqual({ at, isInSight: true });
  }
  await page.keyboard.press("Enter");
  await page.waitForURL("**/stories/**");
  await page.goBack();
  await page.waitForSelector(".line.live");
  expect(await page.evaluate(chosenRow)).toEqual({ at: 24, isInSight: true });
  await page.keyboard.press("j");
  expect(await page.evaluate(chosenRow)).toEqual({ at: 25, isInSight: true });
  await page.keyboard.press("o");
  await page.waitForURL("**/stories/**");
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  await page.keyboard.press("u");
  await page.waitForSelector(".line.live");
  await page.keyboard.press("k");
  expect(await page.evaluate(chosenRow)).toEqual({ at: 24, isInSight: true });
  for (let at = 23; at >= 0; at -= 1) {
    await page.keyboard.press("k");
    expect(await page.evaluate(chosenRow)).toEqual({ at, isInSight: true });
  }
  await page.context().close();
});

test("one ring shows the chosen row: its link has the focus, and no ring of its own", async () => {
  const page = await use.liveRiver();
  await page.keyboard.press("j");
  const ring = await page.evaluate(() => {
    const focused = document.activeElement as HTMLElement;
    return { isLink: focused.closest(".row.chosen") !== null, outline: getComputedStyle(focused).outlineStyle };
  });
  expect(ring).toEqual({ isLink: true, outline: "none" });
  await page.context().close();
});
