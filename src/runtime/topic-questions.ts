import { WireError, type WireErrorCode } from "../domain/errors.ts";
import type { TopicDocuments, TopicReading } from "../domain/hub.ts";

/** A call of `TopicDocuments.read`, on its way to the thread that answers it. */
export interface TopicQuestion {
  readonly id: number;
  readonly asked: Parameters<TopicDocuments["read"]>;
}

/** The answer to a question. An error would lose its class on the way, so its code and message are sent. */
export type TopicAnswered = { readonly id: number } & (
  | { readonly kind: "read"; readonly reading: TopicReading }
  | { readonly kind: "failed"; readonly code: WireErrorCode | null; readonly message: string }
);

/** The hub's documents, which another thread makes. */
export interface TopicQuestions extends TopicDocuments {
  hear(answer: TopicAnswered): void;
  /** Rejects the waiting questions and all later ones. */
  close(): void;
}

export function createTopicQuestions(ask: (question: TopicQuestion) => void): TopicQuestions {
  const waiting = new Map<number, (answer: TopicAnswered) => void>();
  const closing = new WireError("io-failed", "the program is stopping");
  let lastId = 0;
  let closed = false;
  return {
    read: (...asked) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closing);
        lastId += 1;
        waiting.set(lastId, (answer) => {
          if (answer.kind === "read") resolve(answer.reading);
          else reject(answer.code === null ? new Error(answer.message) : new WireError(answer.code, answer.message));
        });
        ask({ id: lastId, asked });
      }),
    hear(answer) {
      const take = waiting.get(answer.id);
      waiting.delete(answer.id);
      take?.(answer);
    },
    close() {
      closed = true;
      const { code, message } = closing;
      for (const [id, take] of waiting) take({ id, kind: "failed", code, message });
      waiting.clear();
    },
  };
}
