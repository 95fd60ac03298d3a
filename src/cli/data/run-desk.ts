import type { Config } from "../../config/config.ts";
import type { Store } from "../../domain/store.ts";
import type { CliDeps } from "../cli-deps.ts";
import { createProgress } from "../progress.ts";

/**
 * Decides on the waiting entries here, or leaves them to the running service that holds the desk and says so. Returns
 * how many decisions were made here.
 */
export async function runDesk(deps: CliDeps, config: Config, store: Store): Promise<number> {
  const { pending } = await store.readCounts();
  const progress = createProgress(deps, "sorting");
  const desk = deps.createDesk(config, store, (decided) => progress.update(decided, Math.max(pending, decided)));
  try {
    const report = await desk.run();
    if (report.kind === "decided") return report.verdicts;
    deps.talk(`the running service (${report.owner}) decides on copies and stories; ${pending} entries wait for it`);
    return 0;
  } finally {
    progress.stop();
    await desk.close();
  }
}
