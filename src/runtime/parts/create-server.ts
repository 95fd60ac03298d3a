import type { Express } from "express";
import { createRuleBook } from "../../config/alerts/create-rule-book.ts";
import type { Config } from "../../config/config.ts";
import { createTopicDocuments, type ServedDocuments } from "../../documents/topic-documents.ts";
import type { Commands, StoreChange } from "../../domain/commands.ts";
import { isStoreLost, messageOf } from "../../domain/errors.ts";
import type { TopicDocuments } from "../../domain/hub.ts";
import type { Log } from "../../domain/ports.ts";
import type { StoreCounts } from "../../domain/store.ts";
import { secondMs } from "../../domain/time.ts";
import { openReadStore } from "../../store/open-store.ts";
import { version } from "../../version.ts";
import { createServer } from "../../web/server.ts";
import type { WebDeps } from "../../web/web-deps.ts";
import { createRenderPool } from "../render-pool.ts";
import { endsWithin, systemClock } from "../system-clock.ts";
import { createSendTest } from "./create-send-test.ts";

export interface ServerParts {
  readonly handler: Express;
  /** Rejects with store-lost or store-replaced when the store's file is missing or was replaced. */
  checkStore(): Promise<unknown>;
  /**
   * Makes the documents of the sections, so that they can be sent when the store's server is away. Takes a limited time
   * and never rejects.
   */
  prepare(): Promise<void>;
  /** Whether all is well: the store can be read, and polling and deciding work. */
  isWell(): Promise<boolean>;
  /** How many feeds, sources, entries and stories the store holds, private sources included. */
  readCounts(): Promise<StoreCounts>;
  /** Answers at once all requests that wait for changes. From now on no request waits. */
  endWaits(): void;
  /** The hub's documents. */
  readonly topics: TopicDocuments;
  close(): Promise<void>;
}

/** The HTTP side: a read-only connection for pages, and threads for rendering feeds. */
export async function createServerOf(
  config: Config,
  log: Log,
  {
    ingest,
    listeners,
    reload,
  }: Required<Pick<WebDeps, "reload">> & {
    readonly ingest: Commands & Required<Pick<WebDeps, "readFigures">>;
    readonly listeners: Set<(change: StoreChange) => void>;
  },
): Promise<ServerParts> {
  const store = await openReadStore(config.store);
  const { sections } = config;
  const { baseUrl } = config.server;
  // If the store has no base yet, the service will store this address as the base (`keepIdBase`).
  const publisher = { baseUrl, idBase: (await store.readIdBase()) ?? baseUrl };
  const renderer = createRenderPool({ ...publisher, store: config.store, hub: config.hub.enabled });
  const parts = { ...publisher, store, renderer, sections, clock: systemClock };
  let served: ServedDocuments | null = null;
  let prepare: (isOver: () => boolean) => Promise<void> = async () => undefined;
  const stopping = new AbortController();
  const handler = createServer({
    ...parts,
    editorStore: store.forEditors,
    pages: renderer,
    log,
    onDocuments: (documents, prepareThem) => {
      served = documents;
      prepare = prepareThem;
    },
    version,
    servesReaders: config.roles.includes("web"),
    hub: config.hub.enabled,
    terms: config.terms,
    rules: createRuleBook(config),
    sendTest: createSendTest(config),
    commands: ingest,
    reload,
    stopping: stopping.signal,
    readFigures: () => ingest.readFigures(),
    websub: config.polling.websub,
    trustedProxies: config.server.trustedProxies,
    adminToken: config.adminToken?.reveal() ?? null,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return {
    handler,
    checkStore: () => store.readChangeMark(),
    prepare: () => prepareAWhile(prepare, log),
    async isWell() {
      await store.readShownMark();
      return (ingest.readFigures()?.failing.length ?? 0) === 0;
    },
    readCounts: () => store.forEditors.readCounts(),
    endWaits: () => stopping.abort(),
    topics: createTopicDocuments({ ...parts, served }),
    async close() {
      await renderer.close();
      await store.close();
    },
  };
}

/**
 * A start waits this long for documents. Documents that are missing after that time are made when they are requested.
 */
const prepareMsMax = 3 * secondMs;

async function prepareAWhile(prepare: (isOver: () => boolean) => Promise<void>, log: Log): Promise<void> {
  const over = new AbortController();
  const prepared = prepare(() => over.signal.aborted).catch((thrown: unknown) => {
    if (!isStoreLost(thrown)) log.warn({ error: messageOf(thrown) }, "could not make the documents of the sections");
  });
  await endsWithin(prepared, prepareMsMax);
  over.abort();
}
