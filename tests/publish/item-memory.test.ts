import { expect, test } from "vitest";
import type { WireItem } from "../../src/domain/section.ts";
import { createItemMemory } from "../../src/publish/item-memory.ts";
import { storedEntry, wireItem } from "../support/wire-items.ts";

const baseUrl = "https://wire.example";
const publisher = { baseUrl, idBase: baseUrl };
const itemAt = (id: number, html = "<p>Text.</p>"): WireItem => wireItem({ id, lead: storedEntry({ id, html }) });
const written = (chars: number) => ({ bytes: new Uint8Array(chars), held: { id: 1, digest: "00000000" } });

test("an equal item is the same object in every list; another text, carrier or arrival makes another object", () => {
  const { itemOf, numberOf } = createItemMemory(publisher);
  const first = itemOf(itemAt(1));
  expect(itemOf(structuredClone(itemAt(1)))).toBe(first);
  const others = [
    { ...itemAt(1), arrivedAt: itemAt(1).arrivedAt + 1 },
    { ...itemAt(1), carriers: [] },
    { ...itemAt(1), lead: storedEntry({ id: 1, html: "<p>Text.</p>", revision: 2 }) },
    itemAt(1, "<p>Other text.</p>"),
  ].map(itemOf);
  const numbers = [first, ...others].map(numberOf);
  expect(new Set(numbers).size).toBe(5);
  expect(itemOf(itemAt(1, "<p>Other text.</p>"))).toBe(others.at(-1));
});

test("items that are read in turn are remembered as far as there is room, and do not push each other out", () => {
  const { itemOf, get, set } = createItemMemory(publisher);
  const round = Array.from({ length: 60 }, (_, index) => itemAt(index + 1));
  const textChars = 2 * 1024 * 1024;
  const pass = () => {
    const items = round.map(itemOf);
    const found = items.filter((item) => get(item, "rss") !== undefined);
    for (const item of items) if (get(item, "rss") === undefined) set(item, "rss", written(textChars));
    return found.length;
  };
  pass();
  // 60 texts of 2 MB do not fit into 96 MB. None of those that fit is removed.
  const kept = pass();
  expect(kept).toBeGreaterThan(40);
  expect(pass()).toBe(kept);
});

test("an item that is no longer in any document frees its memory", () => {
  const { itemOf, get, set } = createItemMemory(publisher);
  const old = itemOf(itemAt(1));
  set(old, "rss", written(95 * 1024 * 1024));
  const shown = Array.from({ length: 50 }, (_, index) => itemAt(index + 2));
  const news = () => itemOf(itemAt(100));
  for (let read = 0; read < 30; read += 1) for (const item of shown) itemOf(item);
  set(news(), "rss", written(2 * 1024 * 1024));
  expect(get(news(), "rss")).toBeUndefined();
  for (let read = 0; read < 30; read += 1) for (const item of shown) itemOf(item);
  // Another item makes the memory look for texts to remove.
  itemOf(itemAt(101));
  set(news(), "rss", written(2 * 1024 * 1024));
  expect(get(news(), "rss")).toBeDefined();
});
