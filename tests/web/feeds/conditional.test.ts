import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateConditions } from "../../../src/web/feeds/conditional.ts";
import { expectLinear } from "../../support/growth.ts";

const now = Date.UTC(2026, 10, 22, 12);
const modified = Date.UTC(2026, 2, 1, 10, 0, 0);
const current = { etag: '"abc"', lastModified: modified };
const none = { ifMatch: null, ifNoneMatch: null, ifModifiedSince: null, ifUnmodifiedSince: null };
const same = "Sun, 01 Mar 2026 10:00:00 GMT";
const earlier = "Sun, 01 Mar 2026 09:59:59 GMT";
const later = "Sun, 01 Mar 2026 10:00:01 GMT";

describe("evaluateConditions()", () => {
  test.each([
    ["no condition", {}, "send"],
    ["the ETag", { ifNoneMatch: '"abc"' }, "notModified"],
    ["the ETag, weak (weak comparison)", { ifNoneMatch: 'W/"abc"' }, "notModified"],
    ["another ETag", { ifNoneMatch: '"abd"' }, "send"],
    ["the ETag without quotes", { ifNoneMatch: "abc" }, "send"],
    ["a prefix of the ETag", { ifNoneMatch: '"ab"' }, "send"],
    ["a list with the ETag", { ifNoneMatch: '"x", W/"y" ,"abc"' }, "notModified"],
    ["a list with empty elements", { ifNoneMatch: ', ,"abc",' }, "notModified"],
    ["a tag with a comma in it", { ifNoneMatch: '"x,y", "abc"' }, "notModified"],
    ["the ETag inside another's quotes", { ifNoneMatch: "\"x, 'abc'\"" }, "send"],
    ["a list broken before the ETag", { ifNoneMatch: '"x, "abc"' }, "send"],
    ["a star", { ifNoneMatch: "*" }, "notModified"],
    ["a star among tags is no star", { ifNoneMatch: '"x", *' }, "send"],
    ["an empty field", { ifNoneMatch: "" }, "send"],
    ["the date", { ifModifiedSince: same }, "notModified"],
    ["a later date", { ifModifiedSince: later }, "notModified"],
    ["an earlier date", { ifModifiedSince: earlier }, "send"],
    ["a date that is none", { ifModifiedSince: "yesterday" }, "send"],
    ["both agree", { ifNoneMatch: '"abc"', ifModifiedSince: same }, "notModified"],
    ["the ETag wins over an old date", { ifNoneMatch: '"abc"', ifModifiedSince: earlier }, "notModified"],
    ["another ETag wins over the date", { ifNoneMatch: '"x"', ifModifiedSince: later }, "send"],
    ["If-Match with the ETag", { ifMatch: '"abc"' }, "send"],
    ["If-Match with a star", { ifMatch: "*" }, "send"],
    ["If-Match weak (strong comparison)", { ifMatch: 'W/"abc"' }, "preconditionFailed"],
    ["If-Match with another", { ifMatch: '"x"' }, "preconditionFailed"],
    ["If-Match, then If-None-Match", { ifMatch: '"abc"', ifNoneMatch: '"abc"' }, "notModified"],
    ["If-Unmodified-Since the date", { ifUnmodifiedSince: same }, "send"],
    ["If-Unmodified-Since an earlier date", { ifUnmodifiedSince: earlier }, "preconditionFailed"],
    ["If-Match hides If-Unmodified-Since", { ifMatch: '"abc"', ifUnmodifiedSince: earlier }, "send"],
  ] as const)("%s", (_name, conditions, outcome) => {
    expect(evaluateConditions({ ...none, ...conditions }, current, now)).toBe(outcome);
  });

  test("without a Last-Modified no date condition is met", () => {
    const undated = { etag: '"abc"', lastModified: null };
    expect(evaluateConditions({ ...none, ifModifiedSince: later }, undated, now)).toBe("send");
    expect(evaluateConditions({ ...none, ifUnmodifiedSince: earlier }, undated, now)).toBe("send");
  });

  test("a weak ETag of ours matches weakly and never strongly", () => {
    const weak = { etag: 'W/"abc"', lastModified: null };
    expect(evaluateConditions({ ...none, ifNoneMatch: '"abc"' }, weak, now)).toBe("notModified");
    expect(evaluateConditions({ ...none, ifMatch: 'W/"abc"' }, weak, now)).toBe("preconditionFailed");
  });

  test("any header is evaluated, in linear time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        for (const name of ["ifMatch", "ifNoneMatch", "ifModifiedSince", "ifUnmodifiedSince"]) {
          expect(["send", "notModified", "preconditionFailed"]).toContain(
            evaluateConditions({ ...none, [name]: text }, current, now),
          );
        }
      }),
    );
    for (const piece of ['"x",', ", "])
      expectLinear((size) => evaluateConditions({ ...none, ifNoneMatch: piece.repeat(size) }, current, now), 40_000);
  });
});
