import { join } from "node:path";
import type { Channel } from "../../src/domain/alerts/channel.ts";
import type { NewOutboxMessage } from "../../src/domain/alerts/outbox-store.ts";
import { allReceivers, type ReceiverShare } from "../../src/domain/service/receiver-shares.ts";
import type { Store } from "../../src/domain/store.ts";
import type { Instant } from "../../src/domain/time.ts";
import { createGuardedSender } from "../../src/fetch/guarded-callbacks.ts";
import { openGuardedSocket } from "../../src/fetch/guarded-socket.ts";
import { createAlertSender } from "../../src/sending/alert-sender.ts";
import { createChannelSender } from "../../src/sending/channels/channel-sender.ts";
import type { DueWork } from "../../src/sending/due-work.ts";
import { openStore } from "../../src/store/open-store.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { createRecordingLog, type LogLine } from "../support/logs.ts";
import { type ChatServices, startChatServices, webhookSecret } from "./chat-services.ts";
import { hidden } from "./hidden.ts";

/** A sender of alerts over a real store, with real receivers. Only the clock is the test's. */
export interface AlertWorld {
  readonly store: Store;
  readonly clock: FakeClock;
  readonly services: ChatServices;
  readonly log: readonly LogLine[];
  readonly sender: DueWork;
  /** Whether another service sends the alerts of this store. */
  isElsewhere: boolean;
  /** Puts messages into the outbox, and wakes the sender. */
  put(...messages: NewOutboxMessage[]): Promise<void>;
  /** Lets time pass, and waits for the requests that are sent meanwhile. */
  pass(ms: number, stepMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** A rest would wait for a clock that stands still. */
const noPace = { turn: async () => undefined };

/** The channels of `startChatServices`, by the names of the services. */
export function channelsAt(url: string, isPrivate = true): readonly Channel[] {
  const any = { allowPrivateAddresses: isPrivate };
  const bot = { kind: "bot", token: hidden("xoxb-1"), channel: "C1", apiUrl: `${url}/slack` } as const;
  return [
    { ...any, name: "webhook", kind: "webhook", url: hidden(`${url}/webhook`), secrets: [hidden(webhookSecret)] },
    { ...any, name: "slack", kind: "slack", way: bot },
    { ...any, name: "hook", kind: "slack", way: { kind: "hook", url: hidden(`${url}/hook`) } },
    { ...any, name: "teams", kind: "teams", url: hidden(`${url}/teams`) },
    { ...any, name: "discord", kind: "discord", url: hidden(`${url}/discord`) },
    { ...any, name: "telegram", kind: "telegram", token: hidden("1:a"), chat: "-100", apiUrl: `${url}/telegram` },
    { ...any, name: "ntfy", kind: "ntfy", url: `${url}/ntfy`, topic: hidden("wire"), token: null },
  ];
}

interface WorldParts {
  readonly store: Store;
  readonly now: Instant;
  /** The clock of another world; absent: a new one. */
  readonly clock?: FakeClock;
  readonly receivers?: ReceiverShare;
  /** More channels at the address of this world's services. */
  readonly channelsAt?: (url: string) => readonly Channel[];
}

/** `over`: the store of another world, and its time; null: a new store. */
export async function createAlertWorld(
  more: readonly Channel[] = [],
  isPrivate = true,
  over: WorldParts | null = null,
): Promise<AlertWorld> {
  const folder = makeFolder();
  const clock = over?.clock ?? createFakeClock(over?.now);
  const store = over?.store ?? (await openStore(`sqlite:${join(folder, "wiredesk.db")}`, { now: clock.now() }));
  const services = await startChatServices(clock);
  const { log: logger, lines: log } = createRecordingLog();
  const setting = "allowPrivateAddresses";
  const http = (allowPrivateAddresses: boolean) =>
    createGuardedSender({ userAgent: "wiredesk-test", allowPrivateAddresses, setting, clock });
  const channels = createChannelSender({
    channels: [...channelsAt(services.url, isPrivate), ...more, ...(over?.channelsAt?.(services.url) ?? [])],
    http: { guarded: http(false), open: http(true) },
    connect: (host, port, allowPrivateAddresses) => openGuardedSocket(host, port, { allowPrivateAddresses, setting }),
    clock,
    idHost: "desk.example",
  });
  const receivers = over?.receivers ?? allReceivers;
  const maySend = async () => !world.isElsewhere;
  let sending = 0;
  const counted: typeof channels.send = async (row) => {
    sending += 1;
    return channels.send(row).finally(() => {
      sending -= 1;
    });
  };
  const sender = createAlertSender({
    ...{ store, channels: { send: counted }, maySend, receivers, pace: noPace, clock, log: logger },
  });
  const idle = async () => {
    await clock.advance(0);
    while (sending > services.held()) await clock.advance(0);
    await clock.advance(0);
  };
  const world: AlertWorld = {
    ...{ store, clock, services, log, sender, isElsewhere: false },
    async put(...messages) {
      await store.addToOutbox(messages, clock.now());
      sender.wake();
      await idle();
    },
    async pass(ms, stepMs = 1000) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advance(Math.min(stepMs, ms - passed));
        await idle();
      }
    },
    async close() {
      const stopped = sender.stop();
      await channels.close();
      await stopped;
      await services.close();
      if (over === null) await store.close();
      removeFolder(folder);
    },
  };
  return world;
}
