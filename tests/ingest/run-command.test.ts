import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Store } from "../../src/domain/store.ts";
import { createCommandWatch } from "../../src/ingest/command-watch.ts";
import { type CommandDeps, runCommand } from "../../src/ingest/run-command.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { deskState, noon, specOf } from "../support/store-fixtures.ts";

const pin = { kind: "recordRulings", rulings: [{ kind: "pin", storyId: 1, pinned: true }], by: "ana" } as const;

let folder: string;
let store: Store;
let now: number;
let polls: number;
/** What the desk does when it must decide. */
let decide: () => Promise<void>;

beforeEach(async () => {
  folder = makeFolder();
  store = await openStore(`sqlite:${join(folder, "wire.db")}`, { now: noon });
  [now, polls] = [noon, 0];
  decide = async () => undefined;
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

function openDeps(): CommandDeps {
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const poll = () => {
    polls += 1;
  };
  const hearCommands = createCommandWatch({ store, clock, poll, decide: () => decide(), onChange: () => undefined });
  return { store, clock, hearCommands, poll, hubs: null, hub: null };
}

/** The desk carries out the waiting commands. */
async function carryOut(): Promise<void> {
  for (const { id, command, askedAt } of await store.readWaitingRulings(now, 10)) {
    const { rulings, by } = command;
    const ruled = { rulings, by, askedAt, command: { id, answeredAt: now } };
    await store.saveRegroup({ entries: [], leads: [], pins: [] }, deskState(), ruled);
  }
}

test("a decision is answered when the desk has carried it out, and not when its pass merely ends", async () => {
  let passes = 0;
  decide = async () => {
    passes += 1;
    if (passes === 2) await carryOut();
  };
  const deps = openDeps();
  let recorded = 0;
  const onRecorded = () => {
    recorded += 1;
  };
  const answer = runCommand(deps, pin, { onRecorded });
  await expect(answer).rejects.toMatchObject({ code: "not-yet" });
  expect([passes, recorded, now - noon]).toEqual([1, 1, 10_000]);
  // The command is repeated, and a working desk hears it again. There is still one decision.
  await runCommand(deps, pin);
  expect(await store.readEditorRulings()).toHaveLength(1);
});

test("when the desk fails, waiting callers get its error", async () => {
  decide = async () => {
    for (const { id } of await store.readWaitingRulings(now, 10))
      await store.refuseCommand(id, { kind: "refused", code: "not-found", message: "there is no story 1" }, now);
  };
  await expect(runCommand(openDeps(), pin)).rejects.toMatchObject({ code: "not-found" });
  decide = async () => {
    for (const { id } of await store.readWaitingRulings(now, 10))
      await store.refuseCommand(id, { kind: "refused", code: null, message: "the desk failed: a bug" }, now);
  };
  await expect(runCommand(openDeps(), pin)).rejects.toThrow("the desk failed: a bug");
});

test("feeds are changed at once, and the poller looks for active ones", async () => {
  const deps = openDeps();
  const added = (await runCommand(deps, { kind: "addFeed", spec: specOf("https://a.example/") })) as { feedId: number };
  expect((await store.findFeed("https://a.example/"))?.id).toBe(added.feedId);
  expect(polls).toBe(1);
  await expect(runCommand(deps, { kind: "pollSoon", feedId: 99 })).rejects.toMatchObject({ code: "not-found" });
  expect(polls).toBe(1);
});
