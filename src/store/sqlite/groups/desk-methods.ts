import type { DeskStore } from "../../../domain/desk-store.ts";
import type { Instant } from "../../../domain/time.ts";
import type { PendingRow } from "../../rows/groups/decided-rows.ts";
import { createNewsTeller } from "../alerts/tell-news.ts";
import { requireDesk } from "../commands/require-desk.ts";
import type { Connection } from "../connection.ts";
import { readEditorRulings } from "./editor-rulings.ts";
import {
  readCarriers,
  readDecided,
  readExact,
  readPending,
  readPlaced,
  readWindow,
  readWindowFacts,
} from "./read-decided.ts";
import { readDeskState, saveRegroup, saveVerdicts } from "./save-verdicts.ts";

/** The store's methods for the desk. */
export function deskMethods(connection: Connection): DeskStore {
  // The entries that were last handed out for a decision. Pollers may write new revisions while the desk decides.
  const handedOut = new Map<number, PendingRow>();
  const tellNews = createNewsTeller();
  return {
    takeDesk: (owner, now, until) => connection.write(() => takeDesk(connection, owner, now, until)),
    readDeskOwner: (now) => connection.read(() => readDeskOwner(connection, now)),
    releaseDesk: (owner) => connection.write(() => releaseDesk(connection, owner)),
    readDeskState: () => connection.read(() => readDeskState(connection)),
    readPending: (limit) => connection.read(() => readPending(connection, limit, handedOut)),
    readWindow: (window) => connection.read(() => readWindow(connection, window)),
    readWindowFacts: (window) => connection.read(() => readWindowFacts(connection, window)),
    readExact: (keys) => connection.read(() => readExact(connection, keys)),
    readPlaced: (entryIds) => connection.read(() => readPlaced(connection, entryIds)),
    readCarriers: (copyIds) => connection.read(() => readCarriers(connection, copyIds)),
    readDecided: (entryIds) => connection.read(() => readDecided(connection, entryIds)),
    saveVerdicts: (verdicts, state, now = null, fence = null, alerts = null) =>
      connection.write(() => {
        requireDesk(connection, fence);
        saveVerdicts(connection, verdicts, state, { decidedOn: handedOut, now, alerts, tellNews });
      }),
    readEditorRulings: () => connection.read(() => readEditorRulings(connection)),
    saveRegroup: (regroup, state, ruled = null, fence = null, alerts = null) =>
      connection.write(() => {
        requireDesk(connection, fence);
        saveRegroup(connection, regroup, state, { ruled, alerts, tellNews });
      }),
  };
}

function takeDesk(connection: Connection, owner: string, now: Instant, until: Instant): number | null {
  const row = connection
    .sql<{ fence: number }>(
      `UPDATE desk SET owner = :owner, lease_until = :until, fence = fence + (owner IS NOT :owner)
       WHERE id = 1 AND (owner IS NULL OR owner = :owner OR lease_until <= :now) RETURNING fence`,
    )
    .get({ owner, until, now });
  return row?.fence ?? null;
}

function readDeskOwner(connection: Connection, now: Instant): string | null {
  const row = connection
    .sql<{ owner: string | null }>("SELECT owner FROM desk WHERE id = 1 AND lease_until > ?")
    .get(now);
  return row?.owner ?? null;
}

function releaseDesk(connection: Connection, owner: string): void {
  connection.sql("UPDATE desk SET owner = NULL, lease_until = NULL WHERE id = 1 AND owner = ?").run(owner);
}
