import { expect, test } from "vitest";
import type { FetchResult } from "../../../src/domain/document.ts";
import { dayMs, minuteMs } from "../../../src/domain/time.ts";
import { nextPoll } from "../../../src/ingest/poll/next-poll.ts";
import { defaultPollingSettings } from "../../../src/ingest/poll/poll-types.ts";
import { publisherWishes } from "../../../src/ingest/poll/publisher-wishes.ts";
import { learnRhythm } from "../../../src/ingest/poll/rhythm.ts";
import { schedulePoll } from "../../../src/ingest/poll/schedule-poll.ts";
import { modified, noon, pollInput, readOutcome } from "./poll-examples.ts";

/** An agency that sends an entry a minute: its rhythm alone asks every minute. */
const busy = learnRhythm(
  null,
  Array.from({ length: 1440 }, (_, at) => noon - at * minuteMs),
  noon,
);

function minutesOf(unconditionalBytes: number | null, forcedMs: number | null = null): [number, string] {
  const wishes = publisherWishes(null, {}, null, noon);
  const { at, reason } = schedulePoll({
    ...{ now: noon, forcedMs, rhythm: busy, haste: 1, hubIsOn: false, wishes, unconditionalBytes },
    ...{ polling: defaultPollingSettings, random: 0 },
  });
  return [(at - noon) / minuteMs, reason];
}

test.each([
  [null, 1, "floor 60 s"],
  [10_000, 1, "floor 60 s"],
  [50_000, 3, "no ETag, no Last-Modified: 50 KB at 1 MB an hour"],
  [100_000, 6, "no ETag, no Last-Modified: 100 KB at 1 MB an hour"],
  [1_000_000, 60, "no ETag, no Last-Modified: 1000 KB at 1 MB an hour"],
  [9_000_000, 60, "no ETag, no Last-Modified: 9000 KB at 1 MB an hour"],
])("a busy feed of %s bytes without validators is asked every %s minutes", (bytes, minutes, reason) => {
  expect(minutesOf(bytes)).toEqual([minutes, reason]);
});

test("an interval that the operator forces goes before the size", () => {
  expect(minutesOf(1_000_000, 2 * minuteMs)).toEqual([2, "interval 120 s"]);
});

test("a poll counts what the document cost on the wire, and only where it came without validators", () => {
  const read = readOutcome({ newCount: 0, knownCount: 5 });
  const previous = pollInput({}).previous;
  const memory = { ...previous.memory, rhythm: busy };
  const reasonFor = (etag: string | null) => {
    const result = { ...modified({ etag }), wireBytes: 200_000 } as FetchResult;
    return nextPoll(pollInput({ result, read, previous: { ...previous, lastPollAt: noon - dayMs, memory } })).reason;
  };
  expect(reasonFor(null)).toBe("no ETag, no Last-Modified: 200 KB at 1 MB an hour");
  expect(reasonFor('"v1"')).toBe("floor 60 s");
});
