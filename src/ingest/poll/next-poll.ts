import type { WireError } from "../../domain/errors.ts";
import { afterFailure } from "./after-failure.ts";
import { afterSuccess } from "./after-success.ts";
import type { NextPoll, NextPollInput } from "./next-poll-types.ts";

/** Decides from one poll when the next is, and what is remembered until then. Pure: time and chance are handed in. */
export function nextPoll(input: NextPollInput): NextPoll {
  const error = failureOf(input);
  return error === null ? afterSuccess(input) : afterFailure(input, error);
}

/** A document that could not be read is a failure like any other: its validators must not earn a 304 for it. */
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
