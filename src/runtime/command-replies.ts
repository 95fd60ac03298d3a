import type { Worker } from "node:worker_threads";
import { isQueued } from "../domain/command-store.ts";
import type { Command, CommandResults } from "../domain/commands.ts";
import { WireError } from "../domain/errors.ts";
import { secondMs } from "../domain/time.ts";
import { answerMsMax, notYetMessage } from "../ingest/wait-for-answer.ts";
import type { IngestEvent, IngestRequest } from "./ingest-messages.ts";
import { systemClock } from "./system-clock.ts";

const waitingMax = 1000;

/**
 * A command that waited longer than this is not recorded. Its sender is about to give up (`replyMsMax`), and will be
 * told that the command was not carried out.
 */
export const recordMsMax = 8 * secondMs;
/** How long the sender of a queued command waits. The ingest thread answers within `answerMsMax`, unless it is busy. */
const replyMsMax = answerMsMax + 2 * secondMs;

export const busyMessage = "no change can be made right now; try again in a moment";

const busy = () => new WireError("store-locked", busyMessage);

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  /** null for a command that is not queued: its sender waits as long as the thread lives. */
  readonly timer: NodeJS.Timeout | null;
  /** True when the command is in the store. It will then be carried out. */
  isRecorded: boolean;
}

/** Sends commands to the ingest thread and returns each answer to its sender. */
export function createCommandReplies() {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  function take(id: number): Waiting | undefined {
    const asker = waiting.get(id);
    waiting.delete(id);
    clearTimeout(asker?.timer ?? undefined);
    return asker;
  }

  /** Rejects a command that got no answer. A recorded command stays recorded; any other command was not carried out. */
  function giveUp(id: number, otherwise: WireError): void {
    const asker = take(id);
    asker?.reject(asker.isRecorded ? new WireError("not-yet", notYetMessage) : otherwise);
  }

  return {
    /**
     * Rejects with "store-locked" when there is no thread, when too many commands wait, or when the thread is too busy.
     */
    send<Kind extends Command["kind"]>(
      thread: Worker | null,
      command: Extract<Command, { kind: Kind }>,
      seen: number | null,
    ): Promise<CommandResults[Kind]> {
      return new Promise((resolve, reject) => {
        if (thread === null || waiting.size >= waitingMax) {
          reject(busy());
          return;
        }
        lastId += 1;
        const id = lastId;
        waiting.set(id, {
          resolve: (result) => resolve(result as CommandResults[Kind]),
          reject,
          timer: isQueued(command) ? setTimeout(() => giveUp(id, busy()), replyMsMax) : null,
          isRecorded: false,
        });
        const request: IngestRequest = { kind: "command", id, command, seen, sentAt: systemClock.now() };
        thread.postMessage(request);
      });
    },

    hear(news: Extract<IngestEvent, { kind: "recorded" | "done" | "refused" }>): void {
      if (news.kind === "recorded") {
        const asker = waiting.get(news.id);
        if (asker !== undefined) asker.isRecorded = true;
        return;
      }
      const asker = take(news.id);
      if (news.kind === "done") asker?.resolve(news.result);
      else asker?.reject(news.code === null ? new Error(news.message) : new WireError(news.code, news.message));
    },

    /** Called when the thread has ended. Rejects all waiting commands. */
    rejectAll(): void {
      for (const id of [...waiting.keys()])
        giveUp(id, new WireError("io-failed", "the ingest thread ended; try again"));
    },
  };
}
