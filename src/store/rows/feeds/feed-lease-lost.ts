import { WireError } from "../../../domain/errors.ts";

/** The error for a poll whose lease went to another poller. Nothing of the poll is saved. */
export function feedLeaseLost(feedId: number): WireError {
  return new WireError(
    "store-locked",
    `the lease on feed ${feedId} ended before its poll was saved; it is polled again`,
  );
}
