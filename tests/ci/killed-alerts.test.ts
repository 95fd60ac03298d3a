import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../src/domain/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { type ChatServices, startChatServices, webhookSecret } from "../sending/chat-services.ts";
import { type MailServer, startMailServer } from "../sending/mail-server.ts";
import { createWorkspace, eventually, startCli, type Workspace } from "../support/cli.ts";
import { eachStore } from "../support/each-store.ts";
import { itemOf, messageOf, newMessageOf } from "../support/outgoing-fixtures.ts";
import { randomOf } from "../support/random-of.ts";

/** To run more kills: npm run trial -- alert-kills --kills 100 --seed 1 */
const kills = Number(process.env.WIREDESK_KILLS ?? 3);
const seed = Number(process.env.WIREDESK_SEED ?? 1);
/** How many messages each channel gets before each kill. */
const messagesAtOnce = 5;
const channels = ["webhook", "telegram", "discord", "mail"] as const;
const clock = { now: Date.now, sleep: (ms: number) => sleep(ms) };

let services: ChatServices;
let mail: MailServer;
let workspace: Workspace;
let store: Store;

describe.each(eachStore)("on $name", ({ makeStore }) => {
  beforeEach(async () => {
    services = await startChatServices(clock);
    mail = await startMailServer();
    const url = await makeStore();
    workspace = createWorkspace({ sources: [], channels: configured() }, url);
    store = await openStore(url ?? `sqlite:${workspace.path("wire.db")}`, { now: Date.now() });
  });

  afterEach(async () => {
    await store.close();
    await services.close();
    await mail.close();
    workspace.remove();
  });

  test(`a service that is killed at ${kills} moments loses no alert, and repeats one with its id`, {
    timeout: 60_000 + kills * 20_000,
  }, async () => {
    const random = randomOf(seed);
    for (let kill = 0; kill < kills; kill += 1) {
      await put(kill);
      await killedService(Math.floor(random() * channels.length * messagesAtOnce), random() * 30);
    }
    await put(kills);
    await emptied();
    expectEverything();
  });
});

function configured(): readonly object[] {
  const any = { allowPrivateAddresses: true };
  return [
    { ...any, name: "webhook", kind: "webhook", url: `${services.url}/webhook`, secret: webhookSecret },
    { ...any, name: "telegram", kind: "telegram", token: "1:a", chat: 1, apiUrl: `${services.url}/telegram` },
    { ...any, name: "discord", kind: "discord", url: `${services.url}/discord` },
    {
      ...any,
      ...{ name: "mail", kind: "mail", host: "127.0.0.1", port: mail.port, plain: true },
      ...{ from: "wire@desk.example", to: "ann@desk.example" },
    },
  ];
}

const idOf = (channel: string, round: number, at: number) => `${channel}-${round}-${at}`;

async function put(round: number): Promise<void> {
  const now = Date.now();
  const messages = channels.flatMap((channel) =>
    Array.from({ length: messagesAtOnce }, (_, at) => {
      const id = idOf(channel, round, at);
      const items = [itemOf({ headline: `Story ${round}/${at}.` })];
      return newMessageOf(id, {
        channel,
        message: messageOf(id, { title: `Story ${round}/${at}.`, items }),
        dueAt: now,
      });
    }),
  );
  await store.addToOutbox(messages, now);
}

const takenCount = () =>
  mail.mails.length + Object.values(services.of).reduce((sum, { taken }) => sum + taken.length, 0);

/** Starts the service, and kills it when it has sent so many messages, or a moment later. */
async function killedService(messages: number, laterMs: number): Promise<void> {
  const before = takenCount();
  const child = startService();
  const ended = once(child, "close");
  while (child.exitCode === null && takenCount() - before < messages) await sleep(2);
  await sleep(laterMs);
  child.kill("SIGKILL");
  await ended;
}

function startService() {
  return startCli(workspace, ["serve"], { WIREDESK_HOST: "127.0.0.1", WIREDESK_PORT: "0" });
}

/** Lets the service send the rest. After more kills, more messages wait, and the services limit their rate. */
async function emptied(): Promise<void> {
  const child = startService();
  const ended = once(child, "close");
  await eventually(
    () => store.listOutbox({ states: ["waiting"], channel: null, limit: 1 }),
    (waiting) => waiting.length === 0,
    60_000 + kills * 2_000,
  );
  child.kill("SIGTERM");
  await ended;
}

function expectEverything(): void {
  const rounds = Array.from({ length: kills + 1 }, (_, round) => round);
  const wanted = (channel: string) =>
    rounds.flatMap((round) => Array.from({ length: messagesAtOnce }, (_, at) => idOf(channel, round, at)));
  const got: Readonly<Record<(typeof channels)[number], readonly string[]>> = {
    webhook: services.of.webhook.taken.map(({ id }) => id),
    telegram: services.of.telegram.taken.map((taken) => storyIn("telegram", taken.body)),
    discord: services.of.discord.taken.map((taken) => storyIn("discord", taken.body)),
    mail: mail.mails.map(({ messageId }) => /<(.*)@/.exec(messageId ?? "")?.[1] ?? ""),
  };
  for (const channel of channels) {
    // Every message came, the first time in order, and no id is new.
    expect([...new Set(got[channel])]).toEqual(wanted(channel));
    expect(got[channel].length - wanted(channel).length).toBeLessThanOrEqual(kills);
  }
  for (const { faults } of Object.values(services.of)) expect(faults).toEqual([]);
}

function storyIn(channel: string, body: object): string {
  const [, round, at] = /Story (\d+)\/(\d+)/.exec(JSON.stringify(body)) ?? [];
  return idOf(channel, Number(round), Number(at));
}
