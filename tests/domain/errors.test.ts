import { describe, expect, test } from "vitest";
import { messageOf, WireError } from "../../src/domain/errors.ts";

describe("messageOf()", () => {
  test.each([
    ["an error", new Error("the disk is full"), "the disk is full"],
    ["a text", "the disk is full", "the disk is full"],
    [
      "an object with a message, as threads send it",
      { code: "EMFILE", message: "too many open files" },
      "too many open files",
    ],
    ["any other object", { code: "EMFILE" }, '{"code":"EMFILE"}'],
    ["nothing", undefined, "undefined"],
    [
      "an error about an object",
      new WireError("io-failed", "not written", { cause: { code: "EIO" } }),
      'not written: {"code":"EIO"}',
    ],
    [
      "an error that repeats its cause",
      new Error("not written: no room", { cause: new Error("no room") }),
      "not written: no room",
    ],
  ])("says what %s says", (_, thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });

  test("never says [object Object]", () => {
    expect(messageOf(new Error("a", { cause: new Error("b", { cause: {} }) }))).toBe("a: b: {}");
  });
});
