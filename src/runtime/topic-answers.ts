import type { Worker } from "node:worker_threads";
import { messageOf, WireError } from "../domain/errors.ts";
import type { TopicDocuments } from "../domain/hub.ts";
import type { IngestRequest } from "./ingest-messages.ts";
import type { TopicAnswered, TopicQuestion } from "./topic-questions.ts";

/**
 * Answers the hub's questions in the main thread. Questions that arrive before the documents are available wait for
 * them.
 */
export interface TopicAnswers {
  answer(question: TopicQuestion, asker: Pick<Worker, "postMessage">): void;
  /** Answers from these documents from now on, including the questions that wait. */
  serve(documents: TopicDocuments): void;
}

export function createTopicAnswers(): TopicAnswers {
  let served: TopicDocuments | null = null;
  let waiting: { readonly question: TopicQuestion; readonly asker: Pick<Worker, "postMessage"> }[] = [];

  function answer(question: TopicQuestion, asker: Pick<Worker, "postMessage">): void {
    if (served === null) waiting.push({ question, asker });
    else
      void read(served, question).then((read) =>
        asker.postMessage({ kind: "topicRead", answer: read } satisfies IngestRequest),
      );
  }

  return {
    answer,
    serve(documents) {
      served = documents;
      const before = waiting;
      waiting = [];
      for (const { question, asker } of before) answer(question, asker);
    },
  };
}

async function read(documents: TopicDocuments, { id, asked }: TopicQuestion): Promise<TopicAnswered> {
  try {
    return { id, kind: "read", reading: await documents.read(...asked) };
  } catch (thrown) {
    const code = thrown instanceof WireError ? thrown.code : null;
    return { id, kind: "failed", code, message: messageOf(thrown) };
  }
}
