import { pastOf } from "../../rows/past-text.ts";
import type { Connection } from "../connection.ts";
import { readFiledStates } from "./filed-states.ts";

/** What an entry said and does not say any more (`pastOf`). `present`: what it says now. */
export function readPast(
  connection: Connection,
  entryId: number,
  present: { readonly title: string; readonly text: string },
): string {
  return pastOf(readFiledStates(connection, entryId), present);
}
