import type { DeskStore } from "../../../domain/desk-store.ts";
import type { Instant } from "../../../domain/time.ts";
import type { PendingRow } from "../../rows/groups/decided-rows.ts";
import { createNewsTeller } from "../alerts/tell-news.ts";
import { requireDesk } from "../commands/require-desk.ts";
import type { Connection } from "../connection.ts";
import type { Transaction } from "../transaction.ts";
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
export function deskMethods({ read, write }: Connection): DeskStore {
  // The entries that were last handed out for a decision. Pollers may write new revisions while the desk decides.
  let decidedOn: ReadonlyMap<number, PendingRow> = new Map();
  const tellNews = createNewsTeller();
  return {
    takeDesk: (owner, now, until) => write((tx) => takeDesk(tx, owner, now, until)),
    readDeskOwner: (now) => read((tx) => readDeskOwner(tx, now)),
    releaseDesk: (owner) => write((tx) => releaseDesk(tx, owner)),
    readDeskState: () => read(readDeskState),
    async readPending(limit) {
      const { items, handedOut } = await read((tx) => readPending(tx, limit));
      decidedOn = handedOut;
      return items;
    },
    readWindow: (window) => read((tx) => readWindow(tx, window)),
    readWindowFacts: (window) => read((tx) => readWindowFacts(tx, window)),
    readExact: (keys) => read((tx) => readExact(tx, keys)),
    readPlaced: (entryIds) => read((tx) => readPlaced(tx, entryIds)),
    readCarriers: (copyIds) => read((tx) => readCarriers(tx, copyIds)),
    readDecided: (entryIds) => read((tx) => readDecided(tx, entryIds)),
    saveVerdicts: (verdicts, state, now = null, fence = null, alerts = null) =>
      write((tx) => saveVerdicts(tx, verdicts, state, { decidedOn, now, alerts, tellNews, fence })),
    readEditorRulings: () => read(readEditorRulings),
    saveRegroup: (regroup, state, ruled = null, fence = null, alerts = null) =>
      write(async (tx) => {
        await requireDesk(tx, fence);
        await saveRegroup(tx, regroup, state, { ruled, alerts, tellNews });
      }),
  };
}

async function takeDesk(tx: Transaction, owner: string, now: Instant, until: Instant): Promise<number | null> {
  const renewed = await tx.get<{ fence: number }>(
    "UPDATE desk SET lease_until = :until WHERE id = 1 AND owner = :owner RETURNING fence",
    { owner, until },
  );
  if (renewed !== undefined) return renewed.fence;
  // A transaction under the old lease holds the row FOR KEY SHARE. This lock waits until that transaction has ended; a
  // plain UPDATE would not wait.
  await tx.get("SELECT 1 FROM desk WHERE id = 1 FOR UPDATE");
  const taken = await tx.get<{ fence: number }>(
    `UPDATE desk SET owner = :owner, lease_until = :until, fence = fence + 1
     WHERE id = 1 AND (owner IS NULL OR lease_until <= :now) RETURNING fence`,
    { owner, until, now },
  );
  return taken?.fence ?? null;
}

async function readDeskOwner(tx: Transaction, now: Instant): Promise<string | null> {
  const row = await tx.get<{ owner: string | null }>("SELECT owner FROM desk WHERE id = 1 AND lease_until > $1", [now]);
  return row?.owner ?? null;
}

async function releaseDesk(tx: Transaction, owner: string): Promise<void> {
  await tx.run("UPDATE desk SET owner = NULL, lease_until = NULL WHERE id = 1 AND owner = $1", [owner]);
}
