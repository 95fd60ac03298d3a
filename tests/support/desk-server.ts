import { createServer as createHttpServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { AlertRule } from "../../src/domain/alerts/alert-rule.ts";
import type { Entry } from "../../src/domain/entry.ts";
import type { PollState, SourceSpec } from "../../src/domain/feed.ts";
import { emptyFilter, type Section } from "../../src/domain/section.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { makeFolder, removeFolder } from "./folders.ts";
import { importBuilt } from "./import-built.ts";
import { silentLog } from "./logs.ts";
import { makeEntry } from "./make-entry.ts";
import { fetchedOf, outcomeOf, specOf } from "./store-fixtures.ts";

/** The built desk page on loopback, over a real store with the real desk, in this process. */
export interface DeskServer {
  readonly url: string;
  addFeed(url: string, source: Partial<SourceSpec>): Promise<number>;
  /** Adds an entry as a poll does, and decides it at once. Returns its id. */
  arrive(feedId: number, entry: Partial<Entry>): Promise<number>;
  revise(feedId: number, id: number, entry: Entry): Promise<void>;
  /** Records how a poll of the feed ended, and tells the pages. */
  poll(feedId: number, state: Partial<PollState>): Promise<void>;
  /** Cuts every connection and accepts none until it is started again. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

export const deskToken = "desk-test-token";

/** A rule of alerts that every story fulfils. */
const everything: AlertRule = {
  ...{ name: "everything", section: null, filters: [emptyFilter], on: ["new"], atLeast: null, digest: null },
  ...{ quiet: null, backlog: true, privateSources: [], to: ["desk"] },
};

/** `storeUrl`: a new store; absent: a file that is removed at the end. */
export async function startDeskServer(sections: readonly Section[] = [], storeUrl?: string): Promise<DeskServer> {
  const folder = makeFolder();
  const parts = await openParts(storeUrl ?? `sqlite:${join(folder, "wire.db")}`);
  const { store, readStore, desk, listeners, clock } = parts;
  const { createServer } = await importBuilt<typeof import("../../src/web/server.ts")>("web/server.js");
  let app: ReturnType<typeof createServer> | null = null;
  let down = false;
  const server = createHttpServer((request, response) => (down ? request.socket.destroy() : app?.(request, response)));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app = createServer({
    store: readStore,
    renderer: { render: () => Promise.reject(new Error("no feeds in these tests")) } as unknown as WebDeps["renderer"],
    sections,
    baseUrl: url,
    idBase: url,
    clock,
    log: silentLog,
    version: "0.0.0",
    commands: parts.commands,
    rules: { configured: [everything], channels: everything.to, read: () => ({ ...everything, name: "new" }) },
    sendTest: async () => ({ kind: "later", retryAt: null, error: "the server answered 503" }),
    adminToken: deskToken,
    websub: false,
    readFigures: () => null,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const decide = async () => {
    await desk.run();
    for (const listener of listeners) listener({ byEditor: true });
  };
  return {
    url,
    addFeed: async (feedUrl, source) => (await store.addFeed(specOf(feedUrl, source), "added", clock.now())).id,
    async arrive(feedId, entry) {
      const now = clock.now();
      const whole = makeEntry({ firstSeenAt: now, ...entry });
      const { newIds } = await store.saveFetched(fetchedOf(feedId, [{ kind: "new", entry: whole }], { now }));
      await decide();
      return newIds[0] as number;
    },
    async revise(feedId, id, entry) {
      const change = { kind: "revised", id, entry, significant: true } as const;
      await store.saveFetched(fetchedOf(feedId, [change], { now: clock.now() }));
      await decide();
    },
    async poll(feedId, state) {
      const now = clock.now();
      const poll = outcomeOf({ lastPollAt: now, nextPollAt: now + 60_000, ...state });
      await store.saveFetched(fetchedOf(feedId, [], { poll, now }));
      for (const listener of listeners) listener({ byEditor: true });
    },
    setDown(value) {
      down = value;
      if (down) server.closeAllConnections();
    },
    async close() {
      await closeServer(server);
      await desk.close();
      await readStore.close();
      await store.close();
      removeFolder(folder);
    },
  };
}

async function openParts(storeUrl: string) {
  const { openStore, openReadStore } =
    await importBuilt<typeof import("../../src/store/open-store.ts")>("store/open-store.js");
  const { createDesk } = await importBuilt<typeof import("../../src/ingest/desk/desk.ts")>("ingest/desk/desk.js");
  const { createEngine } = await importBuilt<typeof import("../../src/dedupe/engine.ts")>("dedupe/engine.js");
  const { runCommand } = await importBuilt<typeof import("../../src/ingest/run-command.ts")>("ingest/run-command.js");
  const { createCommandWatch } =
    await importBuilt<typeof import("../../src/ingest/command-watch.ts")>("ingest/command-watch.js");
  const { systemClock: clock } =
    await importBuilt<typeof import("../../src/runtime/system-clock.ts")>("runtime/system-clock.js");
  const quiet = () => undefined;
  const store = await openStore(storeUrl, { now: clock.now() });
  const readStore = await openReadStore(storeUrl);
  const createEngineOf = (state: Parameters<Parameters<typeof createDesk>[0]["createEngine"]>[0]) =>
    createEngine({ state });
  const desk = createDesk({
    store,
    createEngine: createEngineOf,
    clock,
    log: silentLog,
    owner: "test",
    isAlive: () => true,
  });
  const listeners = new Set<(change: { byEditor: boolean }) => void>();
  const onChange = () => {
    for (const listener of listeners) listener({ byEditor: true });
  };
  const decide = async () => {
    await desk.run();
    onChange();
  };
  const hearCommands = createCommandWatch({ store, clock, decide, poll: quiet, onChange });
  const commands = {
    run: (command, seen) =>
      runCommand({ store, clock, hearCommands, poll: quiet, hubs: null, hub: null }, command, {
        seen,
      }) as Promise<never>,
  } satisfies WebDeps["commands"];
  return { store, readStore, desk, clock, listeners, commands };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
}
