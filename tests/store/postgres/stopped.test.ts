import { expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import { requireDesk } from "../../../src/store/postgres/commands/require-desk.ts";
import { makeConnection } from "../../../src/store/postgres/connection.ts";
import { databaseAddress, openPool } from "../../../src/store/postgres/open-database.ts";
import type { Transaction } from "../../../src/store/postgres/transaction.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { makeDatabase } from "../../support/postgres-server.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../../support/store-fixtures.ts";

test("a desk that is stopped in mid-transaction writes nothing, and its successor decides as soon as the server notices", async () => {
  const url = await makeDatabase();
  const store = await openStore(url, { now: noon });
  const feed = await store.addFeed(specOf("https://wire.example/rss"), "added", noon);
  const change = { kind: "new", entry: makeEntry({ guid: "1" }) } as const;
  const { newIds } = await store.saveFetched(fetchedOf(feed.id, [change]));
  await store.takeDesk("stopped", noon, noon + 1000);
  const address = databaseAddress(url);
  const stopped = makeConnection(openPool(address), address.name, address);
  let proceed: () => void = () => undefined;
  let hold: () => void = () => undefined;
  const isHolding = new Promise<void>((resolve) => {
    hold = resolve;
  });
  const isStopped = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  // The transaction of a process that receives SIGSTOP between two statements: its lock is held, and nothing comes.
  const writing = stopped.write(async (tx: Transaction) => {
    await requireDesk(tx, 1);
    await tx.run("UPDATE entries SET title = 'written by the stopped desk'");
    hold();
    await isStopped;
    await tx.run("UPDATE desk SET next_copy_id = 77 WHERE id = 1");
  });
  await isHolding;
  const fence = await store.takeDesk("successor", noon + 1000, noon + 2000);
  expect(fence).toBe(2);
  const verdicts = newIds.map((id) => verdictOf(id, id, id));
  await store.saveVerdicts(verdicts, deskState({ nextCopyId: 9, nextStoryId: 9 }), noon, fence);
  proceed();
  // The server has ended the transaction, so it runs again and finds that the desk is another's.
  await expect(writing).rejects.toMatchObject({ code: "store-locked" });
  expect((await store.readDeskState()).nextCopyId).toBe(9);
  expect((await store.readEntry(newIds[0] ?? 0))?.title).toBe(change.entry.title);
  await stopped.close();
  await store.close();
});

test("a transaction that the server ended during a long pause runs again, and is written once", async () => {
  const address = databaseAddress(await makeDatabase());
  const paused = makeConnection(openPool(address), address.name, address);
  const other = makeConnection(openPool(address), address.name, address);
  let runs = 0;
  await paused.write(async (tx) => {
    runs += 1;
    await tx.run("INSERT INTO ended_sessions (id, until) VALUES ($1, $2)", [`run ${runs}`, noon]);
    // The other writer gets its turn only when the server has ended this transaction.
    if (runs === 1) await other.write((turn) => turn.get("SELECT 1"));
    await tx.get("SELECT 1");
  });
  expect(await other.read((tx) => tx.all("SELECT id FROM ended_sessions"))).toEqual([{ id: "run 2" }]);
  await paused.close();
  await other.close();
});
