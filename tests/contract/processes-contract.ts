import { describe, expect, test } from "vitest";
import type { Heartbeat } from "../../src/domain/service/processes.ts";
import { noon } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

/** Which processes serve the store, and who does the work that only one process may do. */
export function describeProcesses(open: OpenStore): void {
  describe("processes", () => {
    const use = useStore(open);
    const heartbeatOf = (owner: string, given: Partial<Heartbeat> = {}): Heartbeat => ({
      ...{ owner, roles: ["send"], startedAt: noon, settings: "s", now: noon, wanted: ["send:1"], until: noon + 10 },
      ...given,
    });

    test("beatProcess() gives a work to one process until its lease ends; the holder renews it", async () => {
      expect(await use.store.beatProcess(heartbeatOf("a"))).toEqual(["send:1"]);
      expect(await use.store.beatProcess(heartbeatOf("b", { wanted: ["hubs", "send:1"] }))).toEqual(["hubs"]);
      expect(await use.store.beatProcess(heartbeatOf("a", { now: noon + 5, until: noon + 15 }))).toEqual(["send:1"]);
      expect(await use.store.beatProcess(heartbeatOf("b", { now: noon + 14 }))).toEqual([]);
      expect(await use.store.beatProcess(heartbeatOf("b", { now: noon + 15, until: noon + 25 }))).toEqual(["send:1"]);
      expect(await use.store.beatProcess(heartbeatOf("a", { now: noon + 16 }))).toEqual([]);
      expect(await use.store.beatProcess(heartbeatOf("c", { wanted: [] }))).toEqual([]);
    });

    test("beatProcess() frees what the process no longer wants", async () => {
      await use.store.beatProcess(heartbeatOf("a", { wanted: ["hubs", "send:1", "send:2"] }));
      expect(await use.store.beatProcess(heartbeatOf("a", { wanted: ["send:2"] }))).toEqual(["send:2"]);
      const wanted = ["hubs", "send:1", "send:2"] as const;
      expect(await use.store.beatProcess(heartbeatOf("b", { wanted }))).toEqual(["hubs", "send:1"]);
    });

    test("endProcess() frees what a process held at once, and forgets the process", async () => {
      await use.store.beatProcess(heartbeatOf("a"));
      await use.store.endProcess("a");
      expect(await use.store.listProcesses(0, noon)).toEqual([]);
      expect(await use.store.beatProcess(heartbeatOf("b"))).toEqual(["send:1"]);
    });

    test("listProcesses() tells roles, times and held work, and leaves out who was not seen of late", async () => {
      await use.store.beatProcess(heartbeatOf("old", { wanted: [] }));
      await use.store.beatProcess(heartbeatOf("z", { roles: ["poll", "web"], now: noon + 3, until: noon + 9 }));
      await use.store.beatProcess(
        heartbeatOf("z", {
          roles: ["poll"],
          now: noon + 4,
          until: noon + 9,
          settings: "t",
          wanted: ["hubs", "send:1"],
        }),
      );
      const z = { owner: "z", roles: ["poll"], startedAt: noon, seenAt: noon + 4, settings: "t" };
      expect(await use.store.listProcesses(noon + 1, noon + 8)).toEqual([{ ...z, works: ["hubs", "send:1"] }]);
      expect(await use.store.listProcesses(noon + 1, noon + 9)).toEqual([{ ...z, works: [] }]);
    });
  });
}
