import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { optimiseLater } from "../../src/runtime/v8-heap.ts";

const flagsSetFor = (v8: string): readonly string[] => {
  const flags: string[] = [];
  optimiseLater(v8, (flag) => void flags.push(flag));
  return flags;
};

test("a setting of V8 11 is not given to V8 12, which would print an error at each start", () => {
  expect(flagsSetFor("11.3.244.8-node.38")).toEqual(["--interrupt-budget=540672"]);
  expect(flagsSetFor("12.4.254.21-node.57")).toEqual([]);
});

test("a command prints nothing but its answer", () => {
  const answer = execFileSync("bash", ["-c", `"${process.execPath}" "${resolve("dist/main.js")}" --version 2>&1`]);
  expect(answer.toString()).toMatch(/^\d+\.\d+\.\d+\n$/);
});
