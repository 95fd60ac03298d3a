import type { WireError } from "../../domain/errors.ts";
import { afterFailure } from "./after-failure.ts";
import { afterSuccess } from "./after-success.ts";
import type { NextPoll, NextPollInput } from "./next-poll-types.ts";

/**
 * Decides after a poll when the next one is, and what is remembered until then. Pure: time and random numbers are
 * handed in.
 */
export function nextPoll(input: NextPollInput): NextPoll {
  const error = failureOf(input);
  return error === null ? afterSuccess(input) : afterFailure(input, error);
}

/**
 * The failure of a poll. A document that could not be read is a failure too, and its validators must not be kept,
 * because they would lead to a 304.
 */
function failureOf({ result, read }: NextPollInput): WireError | null {
  switch (result.kind) {
    case "failed":
      return result.error;
    case "notModified":
      return null;
    case "modified":
      return read?.error ?? null;
  }
}
