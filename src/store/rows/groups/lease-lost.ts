import { WireError } from "../../../domain/errors.ts";

/** Another process has decided since, or may have. `owner`: who holds the desk now. */
export function leaseLost(owner: string | null): WireError {
  return new WireError(
    "store-locked",
    `the desk's lease went to ${owner ?? "another process"}; decisions that were made without the lease are not saved`,
  );
}
