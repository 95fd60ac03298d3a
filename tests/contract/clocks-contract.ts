import { describe, expect, test } from "vitest";
import { minuteMs, secondMs } from "../../src/domain/time.ts";
import { createStoreClock } from "../../src/runtime/parts/store-clock.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { outcomeOf } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

/** The time by which the processes of one store go. `hasServer`: the store is a server with a clock of its own. */
export function describeClocks(open: OpenStore, hasServer: boolean): void {
  describe("clocks", () => {
    const use = useStore(open);

    test.runIf(hasServer)("two clients whose clocks are 30 seconds apart poll nothing early", async () => {
      const server = (await use.store.readNow()) ?? 0;
      const machines = [-15, 15].map((seconds) => createFakeClock(server + seconds * secondMs));
      const clocks = await Promise.all(machines.map((machine) => createStoreClock(use.store, machine)));
      const apart = Math.abs((clocks[0]?.now() ?? 0) - (clocks[1]?.now() ?? 0));
      expect(apart).toBeLessThan(5 * secondMs);
      const feed = await use.addFeed();
      await use.store.savePoll(feed, outcomeOf({ nextPollAt: server + 10 * secondMs }));
      const claim = (now: number) =>
        use.store.claimFeeds({ owner: "a", now, leaseUntil: now + 1, limit: 1, dueOnly: true, exceptFeedIds: [] });
      // By its own clock, the second client would take the feed five seconds early.
      expect((machines[1]?.now() ?? 0) - server).toBeGreaterThan(10 * secondMs);
      for (const clock of clocks) expect(await claim(clock.now())).toEqual([]);
      for (const machine of machines) await machine.advance(20 * secondMs);
      expect(await claim(clocks[0]?.now() ?? 0)).toHaveLength(1);
    });

    test.runIf(hasServer)(
      "a machine's clock that is set does not change the time, and the store's clock does",
      async () => {
        const machine = createFakeClock(0);
        const clock = await createStoreClock(use.store, machine);
        const before = clock.now();
        machine.jump(5 * minuteMs);
        expect(clock.now()).toBe(before);
        await machine.advance(minuteMs);
        expect(clock.now()).toBe(before + minuteMs);
        await clock.learn();
        expect(clock.now()).toBeLessThan(before + minuteMs);
      },
    );

    test.runIf(!hasServer)("a store without a server goes by the machine's clock", async () => {
      const machine = createFakeClock(0);
      const clock = await createStoreClock(use.store, machine);
      machine.jump(-minuteMs);
      expect([await use.store.readNow(), clock.now()]).toEqual([null, -minuteMs]);
    });
  });
}
