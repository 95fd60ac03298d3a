import type { Worker } from "node:worker_threads";
import type { Command, CommandResults } from "../domain/commands.ts";
import { WireError } from "../domain/errors.ts";
import type { IngestEvent, IngestRequest } from "./ingest-messages.ts";

const waitingMax = 1000;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Sends commands to the writing thread and brings each answer to its asker. */
export function createCommandReplies() {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  return {
    /** Rejects with "store-locked" when there is no thread, or too many commands wait. */
    send<Kind extends Command["kind"]>(
      thread: Worker | null,
      command: Extract<Command, { kind: Kind }>,
    ): Promise<CommandResults[Kind]> {
      return new Promise((resolve, reject) => {
        if (thread === null || waiting.size >= waitingMax) {
          reject(new WireError("store-locked", "nothing can be changed just now; try again in a moment"));
          return;
        }
        lastId += 1;
        waiting.set(lastId, { resolve: (result) => resolve(result as CommandResults[Kind]), reject });
        thread.postMessage({ kind: "command", id: lastId, command } satisfies IngestRequest);
      });
    },

    hear(news: Extract<IngestEvent, { kind: "done" | "refused" }>): void {
      const asker = waiting.get(news.id);
      waiting.delete(news.id);
      if (news.kind === "done") asker?.resolve(news.result);
      else asker?.reject(news.code === null ? new Error(news.message) : new WireError(news.code, news.message));
    },

    rejectAll(error: Error): void {
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
    },
  };
}
