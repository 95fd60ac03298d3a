import { isStoreLost, messageOf, WireError } from "../domain/errors.ts";
import type { Clock, Log } from "../domain/ports.ts";
import { secondMs } from "../domain/time.ts";

/**
 * Looks every second whether the store's file is still there, until `stopped`. A file that is gone is told in one line,
 * and so is its return: meanwhile nothing is written and readers get 503. Rejects with store-replaced where another
 * file stands in its place: only a new start can use that.
 */
export async function watchStore(
  checkStore: () => Promise<unknown>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  stopped: AbortSignal,
): Promise<void> {
  let isLost = false;
  while (!stopped.aborted) {
    const lost = await readLoss(checkStore);
    if (lost?.code === "store-replaced") throw new WireError(lost.code, `${lost.message}; ${replacedAdvice}`);
    if (lost !== null && !isLost) log.error({ code: lost.code }, `${messageOf(lost)}; ${lostAdvice}`);
    if (lost === null && isLost) log.info({}, "the store is back: polling and serving go on");
    isLost = lost !== null;
    await clock.sleep(lookMs, stopped).catch((thrown: unknown) => {
      if (!stopped.aborted) throw thrown;
    });
  }
}

const lookMs = secondMs;
const replacedAdvice = "wiredesk stops, and a new start uses the file that is there now";
const lostAdvice =
  "nothing is written and readers get 503 until it is back. Move it back; or stop wiredesk, put a backup there, and start it again";

/** Other read failures are reported where they occur. */
async function readLoss(checkStore: () => Promise<unknown>): Promise<WireError | null> {
  try {
    await checkStore();
    return null;
  } catch (thrown) {
    return thrown instanceof WireError && isStoreLost(thrown) ? thrown : null;
  }
}
