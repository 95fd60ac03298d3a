import fc from "fast-check";
import { expect, test } from "vitest";
import { negotiateEncoding } from "../../../src/web/feeds/negotiate-encoding.ts";

test.each([
  [undefined, "identity"],
  ["", "identity"],
  ["gzip", "gzip"],
  ["gzip, deflate", "gzip"],
  ["gzip, deflate, br", "br"],
  ["gzip, deflate, br, zstd", "br"],
  ["GZIP", "gzip"],
  ["x-gzip", "gzip"],
  ["deflate", "identity"],
  ["identity", "identity"],
  ["*", "br"],
  ["*;q=0", "identity"],
  ["br;q=0, *", "gzip"],
  ["br;q=0.5, gzip;q=0.8", "gzip"],
  ["br; q=1.0, gzip; q=0.8", "br"],
  ["gzip;q=0", "identity"],
  ["gzip;q=0.5, identity", "identity"],
  ["identity;q=0", "identity"],
  ["gzip;q=2", "identity"],
  ["gzip;q=x", "identity"],
])("negotiateEncoding(%j) is %s", (header, coding) => {
  expect(negotiateEncoding(header)).toBe(coding);
});

test("negotiateEncoding() answers any header", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), (header) => {
      expect(["br", "gzip", "identity"]).toContain(negotiateEncoding(header));
    }),
  );
});
