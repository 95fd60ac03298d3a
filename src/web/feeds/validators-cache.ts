import { createHash } from "node:crypto";
import { isStoreLost, messageOf } from "../../domain/errors.ts";
import type { SavedValidators } from "../../domain/saved-validators.ts";
import { secondMs } from "../../domain/time.ts";
import type { WebDeps } from "../web-deps.ts";

/** The validators that any process on this store has sent for feed documents, also before a restart. */
export interface ValidatorsCache {
  /** The validators of a document's newest version; null when none are known. */
  read(key: string): Promise<SavedValidators | null>;
  /** Keeps validators. They are written later, many in one transaction. */
  save(key: string, stamp: Pick<SavedValidators, "etag" | "lastModified">): void;
}

/**
 * A crash loses the validators of at most this much time. They are then computed again from the previous ones, with the
 * same result.
 */
const flushMs = secondMs;
const waitingMax = 5_000;

export function createValidatorsCache(deps: Pick<WebDeps, "store" | "commands" | "clock" | "log">): ValidatorsCache {
  let waiting = new Map<string, SavedValidators>();
  let flushing = false;
  let hasFailed = false;

  /** Validators that could not be saved wait again, unless newer ones have come. The next `save` tries them again. */
  async function flush(): Promise<void> {
    await deps.clock.sleep(flushMs);
    const taken = waiting;
    waiting = new Map();
    flushing = false;
    try {
      await deps.commands.run({ kind: "saveValidators", stamps: [...taken.values()] });
      hasFailed = false;
    } catch (thrown) {
      waiting = new Map([...taken, ...waiting]);
      throw thrown;
    }
  }

  return {
    async read(key) {
      const feedKey = keyOf(key);
      return waiting.get(feedKey) ?? deps.store.readSavedValidators(feedKey);
    },
    save(key, stamp) {
      const feedKey = keyOf(key);
      if (waiting.size >= waitingMax) return;
      waiting.set(feedKey, { feedKey, ...stamp });
      if (flushing) return;
      flushing = true;
      flush().catch((thrown: unknown) => {
        // For a moment, such as during a reload, nothing can be saved. Only a second failure in a row is worth a line
        // in the log.
        if (hasFailed && !isStoreLost(thrown))
          deps.log.warn({ error: messageOf(thrown) }, "could not save Last-Modified times");
        hasFailed = true;
      });
    },
  };
}

/** Hashes the key, because an address may contain an access key and has no length limit. */
function keyOf(key: string): string {
  return createHash("sha256").update(key).digest("base64url").slice(0, 22);
}
