import { describe, expect, test } from "vitest";
import { waitingPerChannelMax } from "../../src/domain/alerts/outbox-store.ts";
import type { OutboxRow } from "../../src/domain/alerts/outgoing.ts";
import { receiverShard } from "../../src/domain/service/receiver-shares.ts";
import { messageOf, newMessageOf } from "../support/outgoing-fixtures.ts";
import { noon } from "../support/store-fixtures.ts";
import { type OpenStore, useStore } from "./use-store.ts";

const minute = 60_000;
const idsOf = (rows: readonly Pick<OutboxRow, "message">[]) => rows.map(({ message }) => message.id);

/** What every database must do as the outbox of alerts. */
export function describeOutbox(name: string, open: OpenStore): void {
  describe(`outbox of alerts on ${name}`, () => {
    const use = useStore(open);
    const add = (...messages: ReturnType<typeof newMessageOf>[]) => use.store.addToOutbox(messages, noon);
    const due = (now = noon, except: readonly string[] = []) => use.store.readDueMessages({ now, limit: 10, except });
    const next = (now = noon, except: readonly string[] = []) => use.store.readNextMessage({ now, except });
    const all = (states: readonly ("waiting" | "sent" | "failed" | "dropped")[]) =>
      use.store.listOutbox({ states, channel: null, limit: 10 });
    const sent = (row: OutboxRow, receipt: string | null = null) =>
      use.store.saveSent(row, { at: noon + minute, receipt });

    test("messages can be read for shards of the channels", async () => {
      await add(newMessageOf("m-1", { channel: "slack" }), newMessageOf("m-1", { channel: "mail" }));
      const shards = [receiverShard("mail")];
      const asked = { now: noon, limit: 10, except: [] };
      const rows = await use.store.readDueMessages({ ...asked, shards });
      expect(rows.map(({ channel }) => channel)).toEqual(["mail"]);
      expect(await use.store.readDueMessages({ ...asked, shards: null })).toHaveLength(2);
      expect(await use.store.readNextMessage({ ...asked, shards: [] })).toBeNull();
      expect(await use.store.readNextMessage({ ...asked, shards })).toBe(noon);
    });

    test("a message is put in once for each channel, and read as it was written", async () => {
      expect(await add(newMessageOf("m-1"), newMessageOf("m-1"), newMessageOf("m-1", { channel: "mail" }))).toBe(2);
      expect(await add(newMessageOf("m-1"))).toBe(0);
      const rows = await due();
      expect(rows).toHaveLength(2);
      expect(rows[0]).toEqual({
        ...{ seq: rows[0]!.seq, channel: "desk", message: messageOf("m-1"), dueAt: noon, giveUpAt: null },
        ...{ attempts: 0, firstFailedAt: null, threadReceipt: null },
      });
      await sent(rows[0]!);
      expect(await add(newMessageOf("m-1"))).toBe(0);
    });

    test("only the first row of a channel is due, and a row whose time has not come holds up no other", async () => {
      await add(
        newMessageOf("morning", { dueAt: noon + 60 * minute }),
        newMessageOf("a"),
        newMessageOf("b"),
        newMessageOf("c", { channel: "mail" }),
      );
      expect(idsOf(await due())).toEqual(["a", "c"]);
      expect(idsOf(await due(noon, ["desk"]))).toEqual(["c"]);
      expect(idsOf(await due(noon - 1))).toEqual([]);
      await sent((await due())[0]!);
      expect(idsOf(await due())).toEqual(["b", "c"]);
      await sent((await due())[0]!);
      expect(idsOf(await due(noon, ["mail"]))).toEqual([]);
      expect(await next(noon, ["mail"])).toBe(noon + 60 * minute);
      expect(await next(noon, ["mail", "desk"])).toBe(null);
      expect(idsOf(await due(noon + 60 * minute, ["mail"]))).toEqual(["morning"]);
    });

    test("a failed row is due again at its next try, and the later rows of its channel wait behind it", async () => {
      await add(newMessageOf("a"), newMessageOf("b"));
      const [row] = await due();
      await use.store.saveFailure(row!, { at: noon + 5, nextTryAt: noon + minute, error: "no answer" });
      await use.store.saveFailure(row!, { at: noon + 9, nextTryAt: noon + 2 * minute, error: "no answer yet" });
      expect(await due(noon + minute)).toEqual([]);
      expect(await next(noon + minute)).toBe(noon + 2 * minute);
      const [again] = await due(noon + 2 * minute);
      expect(again).toMatchObject({ message: { id: "a" }, attempts: 2, firstFailedAt: noon + 5 });
      expect(await use.store.readOutboxFigures(noon + minute)).toEqual([
        {
          ...{ channel: "desk", waiting: 2, failed: 0, sent: 0, attempts: 2 },
          ...{ oldestDueAt: noon, lastError: "no answer yet" },
        },
      ]);
    });

    test("a failure of the channel counts for all of its rows that are due, until a message is sent", async () => {
      await add(newMessageOf("a"), newMessageOf("b"), newMessageOf("later", { dueAt: noon + 60 * minute }));
      const [row] = await due();
      await use.store.saveFailure(row!, { at: noon + 5, nextTryAt: noon + 6, error: "down" });
      await use.store.saveFailed(row!, { at: noon + minute, error: "down" });
      const [second] = await due(noon + minute);
      expect(second).toMatchObject({ message: { id: "b" }, attempts: 0, firstFailedAt: noon + 5 });
      await sent(second!);
      expect((await due(noon + 60 * minute))[0]).toMatchObject({ message: { id: "later" }, firstFailedAt: null });
      expect(await all(["failed"])).toMatchObject([
        { message: { id: "a" }, state: "failed", lastError: "down", endedAt: noon + minute, attempts: 2 },
      ]);
    });

    test("later messages of a thread get the receipt of the first that the same channel took", async () => {
      const first = { id: "a", title: "Bridge closed", deskUrl: "https://desk.example/stories/7" };
      const follow = (id: string, channel = "desk") =>
        newMessageOf(id, { channel, message: messageOf(id, { thread: { key: "s7", first } }) });
      const begin = (id: string) =>
        newMessageOf(id, { message: messageOf(id, { thread: { key: "s7", first: null } }) });
      await add(begin("a"), follow("b"), follow("c"), follow("d", "mail"), newMessageOf("e"));
      await sent((await due())[0]!, "1700.1");
      expect((await due())[0]).toMatchObject({ message: { id: "b" }, threadReceipt: "1700.1" });
      await sent((await due())[0]!, "1700.2");
      const rows = await due();
      expect(rows.map(({ message, threadReceipt }) => [message.id, threadReceipt])).toEqual([
        ["c", "1700.1"],
        ["d", null],
      ]);
      await sent(rows[0]!);
      expect((await due(noon, ["mail"]))[0]).toMatchObject({ message: { id: "e" }, threadReceipt: null });
    });

    test("a person resends what was given up, and drops what waits; the outbox keeps the ids", async () => {
      await add(newMessageOf("a"), newMessageOf("b"), newMessageOf("c", { giveUpAt: noon + minute }));
      const rows = [(await due())[0]!];
      await use.store.saveFailed(rows[0]!, { at: noon, error: "refused" });
      const seqs = (await all(["waiting"])).map(({ seq }) => seq);
      expect(seqs).toHaveLength(2);
      expect(await use.store.drop(seqs, noon + 1)).toBe(2);
      expect(await use.store.drop(seqs, noon + 1)).toBe(0);
      expect(await due()).toEqual([]);
      expect(await use.store.resend([rows[0]!.seq, seqs[0]!, 999], noon + minute)).toBe(2);
      expect(await use.store.resend([rows[0]!.seq], noon + minute)).toBe(0);
      expect((await due(noon + minute))[0]).toMatchObject({ message: { id: "a" }, attempts: 0, giveUpAt: null });
      expect(idsOf(await all(["waiting", "dropped"]))).toEqual(["c", "b", "a"]);
      expect(await add(newMessageOf("b"))).toBe(0);
      // A try that ends after the row was dropped changes nothing.
      await use.store.drop([rows[0]!.seq], noon + minute);
      await sent(rows[0]!);
      expect(await all(["sent"])).toEqual([]);
    });

    test("rows that ended are forgotten after a while, and rows that wait are not", async () => {
      await add(newMessageOf("a"), newMessageOf("b"));
      await sent((await due())[0]!);
      expect(await use.store.forgetEnded(noon + minute, 10)).toBe(0);
      expect(await use.store.forgetEnded(noon + 100 * minute, 10)).toBe(1);
      expect(idsOf(await all(["waiting", "sent"]))).toEqual(["b"]);
    });

    test("a channel with too many waiting messages takes a further one as failed", async () => {
      const many = Array.from({ length: waitingPerChannelMax + 1 }, (_, at) => newMessageOf(`m${at}`));
      await add(...many);
      expect(await use.store.readOutboxFigures(noon)).toMatchObject([
        { channel: "desk", waiting: waitingPerChannelMax, failed: 1 },
      ]);
    });

    test("the public sees nothing of the outbox", async () => {
      await add(newMessageOf("a"));
      const seen = use.store.forPublic();
      expect(await seen.listOutbox({ states: ["waiting"], channel: null, limit: 10 })).toEqual([]);
      expect(await seen.readOutboxFigures(noon)).toEqual([]);
    });
  });
}
