import { describe, expect, test } from "vitest";
import { startCron } from "../../src/ingest/cron.ts";

describe("startCron()", () => {
  test.each(["", "* * *", "61 * * * *", "every minute"])("refuses %j and names it", (expression) => {
    expect(() => startCron(expression, async () => undefined)).toThrow(/polling\.cron/);
  });

  test("beats, and stops", async () => {
    let beats = 0;
    const cron = await new Promise<ReturnType<typeof startCron>>((resolve) => {
      const started = startCron("* * * * * *", async () => {
        beats += 1;
        resolve(started);
      });
    });
    await cron.stop();
    expect(beats).toBe(1);
  });
});
