import type { Invariant } from "../invariant.ts";

/** What no operator should ever read. */
const unwelcome = [/this is a bug/i, /\[object Object\]/, /"stack":/, /\\n\s+at /, /^\s+at /m, /UnhandledPromise/];

/** The log is lines of JSON, each with a plain sentence. */
export const plainLines: Invariant = {
  name: "plain lines",
  when: "during",
  async check({ service }) {
    const faulty = service
      .takeLines()
      .filter((line) => !isEvent(line) || unwelcome.some((pattern) => pattern.test(line)));
    return [...new Set(faulty.map((line) => line.replace(/"time":"[^"]*"/, "")))]
      .slice(0, 3)
      .map((line) => line.slice(0, 600));
  },
};

function isEvent(line: string): boolean {
  // What a command says as it ends is for people, and no JSON.
  if (line.startsWith("wiredesk: ")) return true;
  try {
    return typeof (JSON.parse(line) as { msg?: unknown }).msg === "string";
  } catch {
    return false;
  }
}
