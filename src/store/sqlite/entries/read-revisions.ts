import type { Revision } from "../../../domain/entry.ts";
import type { Connection } from "../connection.ts";
import { seesEntry, visibilityOf } from "../lists/visibility.ts";
import { readStoredEntry } from "../lists/wire-item.ts";
import { readFiledStates, readPresentState } from "./filed-states.ts";

/**
 * `ReadStore.readRevisions`, inside a transaction. If the entry's text is withdrawn, the public sees no state's text.
 */
export function readRevisions(connection: Connection, entryId: number): readonly Revision[] {
  const isHidden =
    connection.audience === "public" &&
    readStoredEntry(connection, visibilityOf(connection, null), entryId)?.isWithdrawn !== false;
  if (!seesEntry(connection, visibilityOf(connection, null), entryId)) return [];
  const present = readPresentState(connection, entryId);
  return [...readFiledStates(connection, entryId), ...(present === null ? [] : [present])].map((state) => ({
    ...state,
    entryId,
    ...(isHidden ? { text: "", html: "" } : {}),
    significant: state.significant === 1,
  }));
}
