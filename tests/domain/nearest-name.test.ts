import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestName } from "../../src/domain/text/nearest-name.ts";

test.each([
  ["sreve", ["serve", "stories"], "serve"],
  ["ANADOUL", ["Anadolu", "ANSA"], "Anadolu"],
  ["agencies", ["agency", "outlet"], "agency"],
  ["x", ["y", "z"], null],
  ["fly", ["serve", "poll", "help"], null],
  ["新华", ["新华社", "共同社"], "新华社"],
  ["", ["a"], null],
  ["a", [], null],
])("nearestName(%j, %j) is %j", (written, names, expected) => {
  expect(nearestName(written, names)).toBe(expected);
});

test("a name is found after one letter was left out, added or swapped", () => {
  const names = ["allowPrivateAddresses", "concurrency", "interval", "sections"];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(20), fc.constantFrom("out", "added", "swapped"), (name, at, kind) => {
      const place = at % (name.length - 1);
      const [head, tail] = [name.slice(0, place), name.slice(place)];
      const written = {
        out: head + tail.slice(1),
        added: `${head}q${tail}`,
        swapped: head + tail[1] + tail[0] + tail.slice(2),
      };
      expect(nearestName(written[kind as keyof typeof written], names)).toBe(name);
    }),
  );
});
