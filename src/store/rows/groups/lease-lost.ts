import { WireError } from "../../../domain/errors.ts";

/**
 * The error for a desk that has lost its lease: another process may have made decisions since then. `owner`: the
 * present holder of the lease.
 */
export function leaseLost(owner: string | null): WireError {
  return new WireError(
    "store-locked",
    `the desk's lease went to ${owner ?? "another process"}; decisions that were made without the lease are not saved`,
  );
}
