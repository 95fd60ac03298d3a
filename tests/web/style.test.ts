import { expect, test } from "vitest";
import { baseStyle } from "../../src/web/style/base-style.ts";
import { columnsStyle } from "../../src/web/style/columns-style.ts";
import { pageStyle } from "../../src/web/style/page-style.ts";
import { riverStyle } from "../../src/web/style/river-style.ts";

test("every colour that the style sheet uses is defined, once for light and once for dark", () => {
  const sheet = baseStyle + riverStyle + columnsStyle + pageStyle;
  const defined = [...sheet.matchAll(/(--[a-z0-9-]+)\s*:/g)].map(([, name]) => name);
  const used = new Set([...sheet.matchAll(/var\((--[a-z0-9-]+)/g)].map(([, name]) => name));
  expect([...used].filter((name) => !defined.includes(name))).toEqual([]);
  const colours = [...used].filter((name) => defined.filter((one) => one === name).length < 2);
  expect(colours).toEqual([]);
});
