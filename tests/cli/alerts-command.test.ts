import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Store } from "../../src/domain/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { type ChatServices, startChatServices } from "../sending/chat-services.ts";
import { createWorkspace, runCli, type Workspace } from "../support/cli.ts";
import { newMessageOf } from "../support/outgoing-fixtures.ts";
import { noon } from "../support/store-fixtures.ts";

const clock = { now: () => noon + 300_000, elapsed: () => 0, sleep: async () => undefined };
let services: ChatServices;
let workspace: Workspace;
let store: Store;

beforeAll(async () => {
  services = await startChatServices({ now: Date.now, sleep: async () => undefined });
});
afterAll(async () => {
  await store.close();
  await services.close();
  workspace.remove();
});

/** "a" was given up, "b" waits after a failure, "c" was sent. */
beforeEach(async () => {
  if (store !== undefined) await store.close();
  workspace?.remove();
  const url = (path: string) => `${services.url}/${path}`;
  workspace = createWorkspace({
    sources: [],
    channels: [
      { name: "desk", kind: "discord", url: url("discord"), allowPrivateAddresses: true },
      { name: "guarded", kind: "discord", url: url("discord") },
    ],
  });
  store = await openStore(`sqlite:${workspace.path("wire.db")}`, { now: noon });
  await store.addToOutbox([newMessageOf("a"), newMessageOf("b"), newMessageOf("c", { channel: "mail" })], noon);
  const [a, c] = await store.readDueMessages({ now: noon, limit: 9, except: [] });
  await store.saveFailed(a!, { at: noon, error: "the channel answered 400" });
  await store.saveSent(c!, { at: noon + 120_000, receipt: null });
  const [b] = await store.readDueMessages({ now: noon, limit: 9, except: [] });
  await store.saveFailure(b!, { at: noon, nextTryAt: noon + 60_000, error: "the channel answered 503" });
});

const run = (...args: string[]) => runCli(workspace, args, {}, { clock });

test("alerts list shows what waits and what was given up, with the reasons, and what was sent, with the time", async () => {
  const { code, stdout } = await run("alerts", "list");
  expect(code).toBe(0);
  expect(stdout.trim().split("\n")).toEqual([
    "3  2026-11-22T12:02:00.000Z  mail  bridges  Bridge in Lisbon closed  (sent)",
    "2  2026-11-22T12:00:00.000Z  desk  bridges  Bridge in Lisbon closed  (waiting, tried 1 time: the channel answered 503)",
    "1  2026-11-22T12:00:00.000Z  desk  bridges  Bridge in Lisbon closed  (failed, tried 1 time: the channel answered 400)",
  ]);
  const newest = (await run("alerts", "list", "--limit", "1")).stdout.trim().split("\n");
  expect(newest.map((line) => line.split(" ")[0])).toEqual(["3", "2"]);
  const sent = await run("alerts", "list", "--state", "sent", "--json");
  expect(JSON.parse(sent.stdout)).toMatchObject({ seq: 3, state: "sent", channel: "mail", id: "c", error: null });
  expect((await run("alerts", "list", "--state", "faild")).stderr).toContain('did you mean "failed"?');
});

test("alerts resend and drop change the outbox, and say when they cannot", async () => {
  expect(await run("alerts", "resend", "1", "3")).toMatchObject({ code: 0, stdout: "2 messages will be sent again\n" });
  expect(await run("alerts", "drop", "--all", "--channel", "desk")).toMatchObject({ stdout: "2 messages dropped\n" });
  const states = async () =>
    (await store.listOutbox({ states: ["waiting", "dropped"], channel: null, limit: 9 })).map(({ state }) => state);
  expect(await states()).toEqual(["waiting", "dropped", "dropped"]);
  const missing = await run("alerts", "drop", "77");
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain("0 messages changed; 1 message cannot be changed like this");
  expect((await run("alerts", "resend")).stderr).toContain("give the numbers of messages, or --all");
});

test("alerts send-test sends past the outbox, and says what the channel answered", async () => {
  expect(await run("alerts", "send-test", "desk")).toMatchObject({ code: 0, stdout: "desk took the test message\n" });
  expect(JSON.stringify(services.of.discord.taken)).toContain("Nothing has happened");
  const refused = await run("alerts", "send-test", "guarded");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("if it is on your own network, set allowPrivateAddresses: true");
  expect((await run("alerts", "send-test", "desc")).stderr).toContain('no channel "desc"; did you mean "desk"?');
});

test("status and its JSON say what waits for each channel, and why", async () => {
  const { stdout } = await run("status");
  expect(stdout.trim().split("\n").slice(-2)).toEqual([
    "alerts    desk: 1 wait (the oldest for 5 min), 1 given up; tried 1 time: the channel answered 503",
    "          mail: 0 wait",
  ]);
  expect(JSON.parse((await run("status", "--json")).stdout).alerts).toMatchObject([{ channel: "desk" }, { sent: 1 }]);
});
