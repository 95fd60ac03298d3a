import type { LookupFunction } from "node:net";
import { join } from "node:path";
import { hubUrlOf } from "../../src/documents/hub-url.ts";
import { createRenderHandler } from "../../src/documents/render-handler.ts";
import { createTopicDocuments, type ServedDocuments } from "../../src/documents/topic-documents.ts";
import type { Command } from "../../src/domain/commands.ts";
import type { Entry } from "../../src/domain/entry.ts";
import type { Clock } from "../../src/domain/ports.ts";
import type { Section } from "../../src/domain/section.ts";
import { allReceivers } from "../../src/domain/service/receiver-shares.ts";
import type { Store } from "../../src/domain/store.ts";
import type { Verdict } from "../../src/domain/verdict.ts";
import { createGuardedSender } from "../../src/fetch/guarded-callbacks.ts";
import { createHub, type Hub } from "../../src/hub/hub.ts";
import { openReadStore, openStore } from "../../src/store/open-store.ts";
import { createServer } from "../../src/web/server.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { createRecordingLog, type LogLine } from "../support/logs.ts";
import { makeEntry } from "../support/make-entry.ts";
import { readOnlyWeb } from "../support/read-only-web.ts";
import { type Answer, type ServedApp, serveApp } from "../support/serve-app.ts";
import { deskState, fetchedOf, noon, specOf, verdictOf } from "../support/store-fixtures.ts";

export const baseUrl = "https://wire.example";

/**
 * A service with a hub over a real store, with real HTTP on both sides. A test moves the clock's `now`; waits are in
 * real time.
 */
export interface HubWorld {
  readonly store: Store;
  readonly app: ServedApp;
  /** The served sections. Set them before `restartHub`. */
  sections: Section[];
  readonly log: readonly LogLine[];
  /** Adds a decided entry and notifies the hub. Returns the entry's id. */
  publish(entry?: Partial<Entry>): Promise<number>;
  /** Revises an entry that is alone in its copy, and notifies the hub. */
  revise(id: number, entry: Partial<Entry>, verdict?: Partial<Verdict>): Promise<void>;
  ask(form: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
  pass(ms: number): void;
  /** Stops the hub and starts another over the same store, as a restart does. */
  restartHub(): Promise<void>;
  stopHub(): Promise<void>;
  close(): Promise<void>;
}

export async function createHubWorld(
  allowPrivateAddresses = true,
  lookup: LookupFunction | null = null,
): Promise<HubWorld> {
  const folder = makeFolder();
  const url = `sqlite:${join(folder, "wiredesk.db")}`;
  const store = await openStore(url, { now: noon });
  const reader = await openReadStore(url);
  const feed = await store.addFeed(specOf("https://north.example/rss", { name: "Northern Wire" }), "added", noon);
  let time = noon + 3_600_000;
  let entries = 0;
  const clock: Clock = { now: () => time, sleep };
  const { log: logger, lines: log } = createRecordingLog();
  let hub: Hub | null = null;
  const startHub = () =>
    createHub({
      store,
      documents: createTopicDocuments({ ...parts, sections: world.sections, baseUrl, served }),
      callbacks: createGuardedSender({ userAgent: "wiredesk-test", allowPrivateAddresses, clock, lookup }),
      clock,
      receivers: allReceivers,
      log: logger,
      newChallenge: () => `challenge-${crypto.randomUUID()}`,
      hubUrl: hubUrlOf(baseUrl),
    });
  const commands = {
    async run(command: Command) {
      if (command.kind === "askHub") hub?.ask(command.request, command.client);
      return null;
    },
  };
  const parts = {
    store: reader,
    renderer: createRenderHandler(reader, { baseUrl, idBase: baseUrl, clock }),
    clock,
    log: logger,
    commands: commands as unknown as typeof readOnlyWeb.commands,
  };
  let served: ServedDocuments | null = null;
  const server = createServer({
    ...{ ...readOnlyWeb, ...parts, sections: [], baseUrl, idBase: baseUrl, version: "1" },
    onDocuments: (documents) => {
      served = documents;
    },
  });
  const world: HubWorld = {
    store,
    app: await serveApp(server),
    sections: [],
    log,
    async publish(entry = {}) {
      entries += 1;
      const made = makeEntry({
        guid: `https://north.example/${entries}`,
        title: `Story ${entries}`,
        firstSeenAt: noon + entries * 1_000,
        ...entry,
      });
      const { newIds } = await store.saveFetched(fetchedOf(feed.id, [{ kind: "new", entry: made }]));
      const id = newIds[0]!;
      await store.saveVerdicts([verdictOf(id, id, id)], deskState({ nextCopyId: id + 1, nextStoryId: id + 1 }));
      hub?.changed();
      return id;
    },
    async revise(id, entry, verdict = {}) {
      time += 1_000;
      const before = await store.readEntry(id);
      const after = makeEntry({ ...before, contentHash: `${id} at ${time}`, ...entry });
      const change = { kind: "revised", id, entry: after, significant: true } as const;
      await store.saveFetched(fetchedOf(feed.id, [change], { now: time }));
      await store.saveVerdicts(
        [verdictOf(id, id, id, { opensCopy: false, opensStory: false, ...verdict })],
        deskState(),
      );
      hub?.changed();
    },
    ask: (form, headers = {}) => post(world.app.url, new URLSearchParams(form).toString(), headers),
    pass: (ms) => {
      time += ms;
    },
    async restartHub() {
      await hub?.stop();
      hub = startHub();
    },
    async stopHub() {
      await hub?.stop();
      hub = null;
    },
    async close() {
      await hub?.stop();
      await world.app.close();
      await reader.close();
      await store.close();
      removeFolder(folder);
    },
  };
  hub = startHub();
  return world;
}

/** Short waits in real time: the tests are not about the hub's pause between two checks. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort);
  });
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${url}/hub`, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: bytes,
    text: bytes.toString("utf8"),
  };
}
