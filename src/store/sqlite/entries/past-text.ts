import { pastOf } from "../../rows/past-text.ts";
import type { Connection } from "../connection.ts";
import { readFiledStates } from "./filed-states.ts";

/** The earlier words of an entry that it no longer contains (`pastOf`). `present`: its present title and text. */
export function readPast(
  connection: Connection,
  entryId: number,
  present: { readonly title: string; readonly text: string },
): string {
  return pastOf(readFiledStates(connection, entryId), present);
}
