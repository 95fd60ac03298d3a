import { describe, expect, test } from "vitest";
import type { QueuedCommand } from "../../src/domain/commands.ts";
import { dayMs } from "../../src/domain/time.ts";
import { noon, specOf } from "../support/store-fixtures.ts";
import { daily, type OpenStore, useStore, wire } from "./use-store.ts";

/**
 * Commands as rows: recorded once, carried out by the process that owns the work, and answered in the transaction of
 * their effect.
 */
export function describeCommands(open: OpenStore): void {
  describe("commands", () => {
    const use = useStore(open);
    const pin: QueuedCommand = {
      kind: "recordRulings",
      rulings: [{ kind: "pin", storyId: 1, pinned: true }],
      by: "ana",
    };

    function ask(command: QueuedCommand, asked: { key?: string; seen?: number | null; now?: number } = {}) {
      const { key = JSON.stringify(command), seen = null, now = noon } = asked;
      return use.store.askCommand({ command, key, seen, now, expiresAt: now + 1000 });
    }
    const carryOut = () => use.store.carryOutFeedCommands(noon, 10);

    test("a waiting command is not recorded twice; one that was answered before the caller read the answer may be", async () => {
      const feedId = await use.addFeed();
      const command = { kind: "pollSoon", feedId } as const;
      const seen = await use.store.readCommandMark("feeds");
      const id = await ask(command, { seen });
      expect(await ask(command, { seen })).toBe(id);
      expect(await ask(command)).toBe(id);
      expect(await use.store.readCommandAnswer(id)).toBeNull();
      await carryOut();
      expect(await use.store.readCommandAnswer(id)).toEqual({ kind: "done", result: null });
      expect(await ask(command, { seen })).toBe(id);
      const again = await ask(command, { seen: await use.store.readCommandMark("feeds") });
      expect(again).toBeGreaterThan(id);
      expect(await use.store.readCommandMark("desk")).toBe(0);
    });

    test("the owner of the feeds carries out waiting commands in order, and leaves rulings to the desk", async () => {
      const ids = [
        await ask({ kind: "addFeed", spec: specOf(wire) }),
        await ask(pin),
        await ask({ kind: "addFeed", spec: specOf(wire) }, { key: "again" }),
        await ask({ kind: "importFeeds", specs: [specOf(daily), specOf(wire)] }),
        await ask({ kind: "setFeedState", feedId: 77, state: "paused" }),
      ];
      const newest = await use.store.readNewestWaiting(noon);
      expect(newest).toEqual({ desk: ids[1], feeds: ids[4] });
      expect((await carryOut()).map(({ kind, answer }) => [kind, answer.kind])).toEqual([
        ["addFeed", "done"],
        ["addFeed", "refused"],
        ["importFeeds", "done"],
        ["setFeedState", "refused"],
      ]);
      const feed = await use.store.findFeed(wire);
      const answers = await Promise.all(ids.map((id) => use.store.readCommandAnswer(id)));
      expect(answers).toMatchObject([
        { result: { feedId: feed?.id } },
        null,
        { code: "conflict" },
        { result: { added: 1, refused: [{ at: 1 }] } },
        { code: "not-found" },
      ]);
      expect(await carryOut()).toEqual([]);
      expect(await use.store.readNewestWaiting(noon)).toEqual({ desk: ids[1], feeds: 0 });
    });

    test("a feed gets another address and source, unless another feed has the address or the configuration names it", async () => {
      const feedId = await use.addFeed(wire);
      await use.addFeed(daily);
      const source = { name: "Bay News", kind: "agency", rank: 3 } as const;
      const url = "https://bay.example/new.rss";
      const ids = [
        await ask({ kind: "editFeed", feedId, url, source }),
        await ask({ kind: "editFeed", feedId, url: daily, source }),
        await ask({ kind: "editFeed", feedId: 77, url, source }),
      ];
      await carryOut();
      const answers = await Promise.all(ids.map((id) => use.store.readCommandAnswer(id)));
      expect(answers).toMatchObject([{ kind: "done" }, { code: "conflict" }, { code: "not-found" }]);
      expect(await use.store.findFeed(url)).toMatchObject({ id: feedId, source });
      expect(await use.store.findFeed(wire)).toBeNull();
    });

    test("an editor's rule of alerts is added, replaced under its name, and removed; the public sees none", async () => {
      const save = (name: string, definition: string, by: string) =>
        ask({ kind: "saveAlertRule", name, definition, by } as const);
      await save("Bridges", '{"to":["desk"]}', "ana");
      await save("Ämter", "{}", "ben");
      await save("Bridges", '{"to":["night"]}', "cleo");
      await carryOut();
      expect(await use.store.listAlertRules()).toEqual([
        { name: "Bridges", definition: '{"to":["night"]}', madeBy: "cleo", madeAt: noon },
        { name: "Ämter", definition: "{}", madeBy: "ben", madeAt: noon },
      ]);
      expect(await use.store.forPublic().listAlertRules()).toEqual([]);
      const removals = [
        await ask({ kind: "removeAlertRule", name: "Bridges" }),
        await ask({ kind: "removeAlertRule", name: "Bridges" }, { key: "again" }),
      ];
      await carryOut();
      const answers = await Promise.all(removals.map((id) => use.store.readCommandAnswer(id)));
      expect(answers).toMatchObject([{ kind: "done" }, { kind: "refused", code: "not-found" }]);
      expect((await use.store.listAlertRules()).map(({ name }) => name)).toEqual(["Ämter"]);
    });

    test("there is room for 200 rules of editors; one more is refused, and one of them can still be replaced", async () => {
      const save = (name: string, definition = "{}") => ask({ kind: "saveAlertRule", name, definition, by: "ana" });
      for (let number = 1; number <= 200; number += 1) await save(`rule ${number}`);
      const [more, replaced] = [await save("one more"), await save("rule 7", '{"to":["desk"]}')];
      await use.store.carryOutFeedCommands(noon, 300);
      expect(await use.store.readCommandAnswer(more)).toMatchObject({ kind: "refused", code: "conflict" });
      expect(await use.store.readCommandAnswer(replaced)).toMatchObject({ kind: "done" });
      expect(await use.store.listAlertRules()).toHaveLength(200);
    });

    test("a refused feed leaves nothing behind, not even its source", async () => {
      await use.addFeed(wire);
      const sources = (await use.store.readCounts()).sources;
      await ask({ kind: "addFeed", spec: specOf(wire, { name: "A Newcomer" }) });
      await carryOut();
      expect((await use.store.readCounts()).sources).toBe(sources);
    });

    test("rulings wait in order for the desk, which may refuse them", async () => {
      const first = await ask(pin, { now: noon + 1 });
      const second = await ask({ ...pin, rulings: [{ kind: "pin", storyId: 2, pinned: true }] });
      const waiting = await use.store.readWaitingRulings(noon, 10);
      expect(waiting.map(({ id, askedAt }) => [id, askedAt])).toEqual([
        [first, noon + 1],
        [second, noon],
      ]);
      expect(waiting[0]?.command).toEqual(pin);
      const refused = { kind: "refused", code: "not-found", message: "there is no story 1" } as const;
      await use.store.refuseCommand(first, refused, noon);
      expect(await use.store.readCommandAnswer(first)).toEqual(refused);
      expect((await use.store.readWaitingRulings(noon, 10)).map(({ id }) => id)).toEqual([second]);
    });

    test("an expired command is not carried out; answers are kept for a day", async () => {
      const answered = await ask({ kind: "addFeed", spec: specOf(wire) });
      await carryOut();
      const late = await ask(pin);
      expect(await use.store.readWaitingRulings(noon + 1000, 10)).toEqual([]);
      expect(await use.store.readNewestWaiting(noon + 1000)).toEqual({ desk: 0, feeds: 0 });
      expect(await use.store.expireCommands(noon + 1000)).toBe(1);
      await expect(use.store.readCommandAnswer(late)).rejects.toMatchObject({ code: "not-found" });
      expect(await use.store.readCommandAnswer(answered)).toMatchObject({ kind: "done" });
      expect(await use.store.expireCommands(noon + dayMs)).toBe(1);
    });
  });
}
