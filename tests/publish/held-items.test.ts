import fc from "fast-check";
import { expect, test } from "vitest";
import { digestOf, readHeldItems, writeHeldItems } from "../../src/publish/held-items.ts";

const anyItem = fc.record({ id: fc.nat({ max: 1e15 }), digest: fc.string().map(digestOf) });

test("the content of a version is read back from its text, for any ids in any order", () => {
  fc.assert(
    fc.property(fc.array(anyItem, { maxLength: 100 }), (items) => {
      const text = writeHeldItems(items);
      expect(text).toMatch(/^[\w-]*$/);
      expect(readHeldItems(text!)).toEqual(new Map(items.map(({ id, digest }) => [id, digest])));
    }),
  );
});

test("text that we did not write is refused or harmless, never an error", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
      const held = readHeldItems(text);
      expect(held === null || held.size <= text.length).toBe(true);
    }),
  );
});

test("a usual feed takes a few hundred characters, and 500 items with scattered ids take none", () => {
  const items = (count: number, apart: number) =>
    Array.from({ length: count }, (_, at) => ({ id: 5_000_000 - at * apart, digest: digestOf(String(at)) }));
  expect(writeHeldItems(items(50, 3))!.length).toBeLessThan(350);
  expect(writeHeldItems(items(300, 1_000))!.length).toBeLessThan(3_600);
  expect(writeHeldItems(items(500, 1_000))).toBeNull();
});
