import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCommandReplies } from "../../src/runtime/command-replies.ts";
import type { IngestRequest } from "../../src/runtime/ingest-messages.ts";

const command = { kind: "pollSoon", feedId: 1 } as const;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Stands in for the ingest thread; it only receives messages. */
function openThread() {
  const sent: IngestRequest[] = [];
  const replies = createCommandReplies();
  const thread = { postMessage: (request: IngestRequest) => sent.push(request) } as never;
  return { sent, replies, send: () => replies.send(thread, command, null) };
}

test("a busy thread that did not record a command has not accepted it; a recorded command will be carried out", async () => {
  const { replies, send } = openThread();
  const [unheard, recorded] = [send(), send()];
  const ends = Promise.allSettled([unheard, recorded]);
  replies.hear({ kind: "recorded", id: 2 });
  await vi.advanceTimersByTimeAsync(12_000);
  const [first, second] = await ends;
  expect(first).toMatchObject({ reason: { code: "store-locked" } });
  expect(second).toMatchObject({ reason: { code: "not-yet" } });
});

test("commands that an ended thread recorded are left to its successor", async () => {
  const { replies, send } = openThread();
  const ends = Promise.allSettled([send(), send()]);
  replies.hear({ kind: "recorded", id: 1 });
  replies.rejectAll();
  const [recorded, lost] = await ends;
  expect(recorded).toMatchObject({ reason: { code: "not-yet" } });
  expect(lost).toMatchObject({ reason: { code: "io-failed" } });
});

test("an answer goes to the caller that asked; an answer that comes too late goes to nobody", async () => {
  const { replies, send } = openThread();
  const [first, second] = [send(), send()];
  replies.hear({ kind: "done", id: 2, result: null });
  replies.hear({ kind: "refused", id: 1, code: "not-found", message: "there is no feed 1" });
  await expect(first).rejects.toMatchObject({ code: "not-found" });
  expect(await second).toBeNull();
  replies.hear({ kind: "done", id: 2, result: null });
  await expect(replies.send(null, command, null)).rejects.toMatchObject({ code: "store-locked" });
});
