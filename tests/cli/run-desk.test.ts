import { describe, expect, test } from "vitest";
import type { CliDeps } from "../../src/cli/cli-deps.ts";
import { startDesk } from "../../src/cli/data/run-desk.ts";
import type { Config } from "../../src/config/config.ts";
import type { Store } from "../../src/domain/store.ts";
import type { DeskReport } from "../../src/ingest/desk/desk.ts";

/** A desk that answers as it is told, and notes what it was asked. */
async function deskOf(answer: () => Promise<DeskReport>) {
  const asked: string[] = [];
  const talked: string[] = [];
  const desk = {
    run() {
      asked.push("run");
      return answer();
    },
    async close() {
      asked.push("close");
    },
  };
  const deps = { createDesk: async () => desk, talk: (line: string) => talked.push(line), isTerminal: false };
  const store = { readCounts: async () => ({ pending: 3 }) } as unknown as Store;
  return { asked, talked, desk: await startDesk(deps as unknown as CliDeps, {} as Config, store) };
}

const decided = async (): Promise<DeskReport> => ({ kind: "decided", verdicts: 2, decisions: 0 });

describe("startDesk()", () => {
  test("decides while entries still come, and on the rest at the end", async () => {
    const { asked, desk } = await deskOf(decided);
    desk.heard();
    expect(asked).toEqual(["run"]);
    expect(await desk.finish()).toBe(4);
    expect(asked).toEqual(["run", "run", "close"]);
  });

  test("leaves all to a service that holds the desk, and says so once", async () => {
    const { asked, talked, desk } = await deskOf(async () => ({ kind: "elsewhere", owner: "here:1:desk" }));
    desk.heard();
    await Promise.resolve();
    desk.heard();
    await desk.finish();
    expect(asked.filter((what) => what === "run").length).toBeLessThanOrEqual(2);
    expect(talked).toEqual(["the running service (here:1:desk) decides on copies and stories; 3 entries wait for it"]);
  });

  test("rejects with what made a pass fail, and closes the desk", async () => {
    const { asked, desk } = await deskOf(() => Promise.reject(new Error("the store is locked")));
    desk.heard();
    await expect(desk.finish()).rejects.toThrow("the store is locked");
    expect(asked).toEqual(["run", "close"]);
  });
});
