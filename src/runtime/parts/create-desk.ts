import type { Config } from "../../config/config.ts";
import type { Store } from "../../domain/store.ts";
import { createDesk, type Desk } from "../../ingest/desk/desk.ts";
import { isOwnerAlive, processOwner } from "../process-owner.ts";
import { systemClock } from "../system-clock.ts";
import { createLogOf } from "./create-log.ts";

/**
 * Makes the desk with its engine. `part`: the name under which this process holds the desk's lease. `onRuled`: see
 * DeskDeps.
 */
export function createDeskOf(
  config: Config,
  store: Store,
  onProgress: (decided: number) => void,
  given: { readonly part?: string; readonly onRuled?: () => void } = {},
): Desk {
  return createDesk({
    store,
    async createEngine(state) {
      // Load the engine late: most polls bring nothing to decide on.
      const { createEngine } = await import("../../dedupe/engine.ts");
      return createEngine({ state });
    },
    clock: systemClock,
    log: createLogOf(config),
    owner: processOwner(given.part ?? "command"),
    onRuled: given.onRuled,
    isAlive: isOwnerAlive,
    onProgress,
  });
}
