import { isStoreLost, messageOf, WireError } from "../../domain/errors.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import { secondMs } from "../../domain/time.ts";

/**
 * Checks every second, until `stopped`, whether the store's file still exists, or whether its server answers. One line
 * is logged when the store is lost, and one when it is back. While the store is lost, nothing is written, and readers
 * get 503, or (if a server is away) documents that were made before. Rejects with store-replaced when the store's file
 * was replaced by another one, because only a new start can use that file.
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
    if (lost !== null && !isLost) log.error({ code: lost.code }, `${messageOf(lost)}; ${adviceFor(lost)}`);
    if (lost === null && isLost) log.info({}, "the store is back: polling and serving continue");
    isLost = lost !== null;
    await clock.sleep(lookMs, stopped).catch((thrown: unknown) => {
      if (!stopped.aborted) throw thrown;
    });
  }
}

const lookMs = secondMs;
const replacedAdvice = "wiredesk stops; start it again to use the new file";
const lostAdvice =
  "until it is back, nothing is written and readers get 503. Move the file back; or stop wiredesk, put a backup in its place, and start it again";

function adviceFor({ code }: WireError): string {
  return code === "store-away" ? awayAdvice : lostAdvice;
}

const awayAdvice =
  "until it answers, nothing is polled or written, and readers get the documents that were made before, or 503";

/** Returns the error if the store is lost, otherwise null. Other read failures are reported where they occur. */
async function readLoss(checkStore: () => Promise<unknown>): Promise<WireError | null> {
  try {
    await checkStore();
    return null;
  } catch (thrown) {
    return thrown instanceof WireError && isStoreLost(thrown) ? thrown : null;
  }
}
