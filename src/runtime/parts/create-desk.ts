import type { Config } from "../../config/config.ts";
import { createDesk, type Desk } from "../../ingest/desk/desk.ts";
import type { DeskPace } from "../../ingest/desk/desk-pace.ts";
import { isOwnerAlive, processOwner } from "../process-owner.ts";
import { createAlertSetup } from "./create-alert-setup.ts";
import { createLogOf } from "./create-log.ts";
import type { ClockedStore } from "./store-clock.ts";

/**
 * Makes the desk with its engine. `pace` is told how many entries the desk has decided on. `part`: the last part of the
 * name under which this process holds the desk's lease. `onRuled`: see DeskDeps.
 */
export function createDeskOf(
  config: Config,
  { store, clock }: ClockedStore,
  given: {
    readonly pace?: DeskPace;
    readonly part?: string;
    readonly onRuled?: () => void;
    readonly onProgress?: (decided: number) => void;
    readonly leaseMs?: number;
  } = {},
): Desk {
  const desk = createDesk({
    store,
    async createEngine(state) {
      // Load the engine late: most polls bring nothing to decide on.
      const { createEngine } = await import("../../dedupe/engine.ts");
      return createEngine({ state });
    },
    // A desk packs entries while it stands by, and it stands by only where other processes may decide.
    ...(given.leaseMs === undefined ? {} : { createPacker: loadPacker }),
    clock,
    log: createLogOf(config),
    owner: processOwner(given.part ?? "command"),
    ...(given.leaseMs === undefined ? {} : { leaseMs: given.leaseMs }),
    onRuled: given.onRuled,
    readAlerts: createAlertSetup(config, store),
    isAlive: isOwnerAlive,
    onProgress(decided) {
      given.pace?.decided(decided);
      given.onProgress?.(decided);
    },
  });
  return { ...desk, run: () => desk.run().finally(given.pace?.passEnded) };
}

async function loadPacker() {
  const { createEntryPacker } = await import("../../dedupe/make-item.ts");
  return createEntryPacker();
}
