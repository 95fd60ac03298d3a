import { expect, test } from "vitest";
import { firstLineOf } from "../../../src/web/river/told-title.ts";

const lineOf = (text: string, headline = "Ferry aground") => firstLineOf({ summary: text, text }, headline);

test.each([
  ["LONDON, Nov 22 (Reuters) - A ferry ran aground.", "LONDON – A ferry ran aground."],
  ["PORT-AU-PRINCE, Sept. 3, 2026 (AFP) — A ferry ran aground.", "PORT-AU-PRINCE – A ferry ran aground."],
  ["ZÜRICH (dpa) – Ein Schiff lief auf.", "ZÜRICH – Ein Schiff lief auf."],
  ["October 17, 2021 8:00 PM - A ferry ran aground.", "A ferry ran aground."],
  ["A bomb (two kilos) - the second - was found.", "A bomb (two kilos) - the second - was found."],
  ["NATO (which met on Monday) said so.", "NATO (which met on Monday) said so."],
])("the first line %s is shown as %s", (text, shown) => {
  expect(lineOf(text)).toBe(shown);
});

test("a first line that only repeats the headline, or adds the outlet's name, is not shown", () => {
  expect(lineOf("Ferry aground")).toBe("");
  expect(lineOf("Ferry aground   Harbour Post")).toBe("");
});
