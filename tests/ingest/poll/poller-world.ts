import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { FeedStatus } from "../../../src/domain/feed.ts";
import type { Http, Log } from "../../../src/domain/ports.ts";
import type { Store } from "../../../src/domain/store.ts";
import { defaultFetchLimits } from "../../../src/fetch/fetch-limits.ts";
import { createHttp } from "../../../src/fetch/guarded-http.ts";
import { ingestFeed } from "../../../src/ingest/ingest-feed.ts";
import type { Ingest } from "../../../src/ingest/ingest-types.ts";
import type { PollerDeps } from "../../../src/ingest/poll/poll-claimed.ts";
import { defaultPollingSettings, type Poller, type PollingSettings } from "../../../src/ingest/poll/poll-types.ts";
import { createPoller } from "../../../src/ingest/poll/poller.ts";
import { parseLimitsDefault } from "../../../src/parse/parse-limits.ts";
import { systemClock } from "../../../src/runtime/system-clock.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { createInlineReader } from "../../support/inline-reader.ts";
import { createRecordingLog, type LogLine } from "../../support/logs.ts";
import { type Behaviour, type LoopbackHosts, startLoopbackHosts } from "../../support/loopback-host.ts";
import { noon } from "./poll-examples.ts";

/** Pollers with a real store and real HTTP to loopback hosts. Their clock moves only when a test moves it. */
export interface PollerWorld {
  readonly clock: FakeClock;
  readonly hosts: LoopbackHosts;
  readonly store: Store;
  readonly http: Http;
  readonly lines: LogLine[];
  /** Writes to `lines`. */
  readonly log: Log;
  readonly ingest: Ingest;
  poller(deps?: Partial<PollerDeps>, polling?: Partial<PollingSettings>): Poller;
  /** Subscribes to addresses; all are due now. */
  subscribe(...urls: string[]): Promise<void>;
  status(url: string): Promise<FeedStatus>;
  close(): Promise<void>;
}

export async function openPollerWorld(): Promise<PollerWorld> {
  const folder = makeFolder();
  template ??= makeTemplate(path.join(folder, "template.db"));
  writeFileSync(path.join(folder, "wiredesk.db"), await template);
  const clock = createFakeClock(noon);
  const hosts = await startLoopbackHosts(clock.now);
  const store = await openStore(`sqlite:${path.join(folder, "wiredesk.db")}`, { now: noon });
  // Deadlines use the real clock, because the fake one jumps while requests are still running.
  const http = createHttp({
    userAgent: "wiredesk-test",
    allowPrivateAddresses: true,
    allowAddresses: [],
    limits: defaultFetchLimits,
    clock: { now: clock.now, sleep: systemClock.sleep },
  });
  const { log, lines } = createRecordingLog();
  const pollers: Poller[] = [];
  const reader = createInlineReader(parseLimitsDefault);
  const ingest: Ingest = (feed, fetched, decide) =>
    ingestFeed({ store, reader, clock, log, capturesMax: 0 }, feed, fetched, decide);
  return {
    clock,
    hosts,
    store,
    http,
    lines,
    log,
    ingest,
    poller(deps = {}, polling = {}) {
      const poller = createPoller({
        store,
        http,
        clock,
        log,
        owner: `owner-${pollers.length}`,
        ingest,
        polling: { ...defaultPollingSettings, ...polling },
        random: () => 0,
        headersFor: () => ({}),
        ...deps,
      });
      pollers.push(poller);
      return poller;
    },
    async subscribe(...urls) {
      for (const url of urls) {
        const source = { name: new URL(url).hostname, kind: "outlet" as const, rank: 1 };
        await store.addFeed({ url, source, title: null, siteUrl: null, intervalMs: null }, "added", clock.now());
      }
    },
    async status(url) {
      const found = (await store.listFeeds()).find((status) => status.feed.url === url);
      if (found === undefined) throw new Error(`no feed at ${url}`);
      return found;
    },
    async close() {
      for (const poller of pollers) await clock.runUntil(poller.stop());
      await http.close();
      await hosts.close();
      await store.close();
      removeFolder(folder);
    },
  };
}

/** An empty store as one file. It is made once, because the migrations take longer than most tests. */
let template: Promise<Buffer> | null = null;

async function makeTemplate(file: string): Promise<Buffer> {
  await (await openStore(`sqlite:${file}`, { now: noon })).close();
  return readFileSync(file);
}

/** Answers with a text and an ETag, and with 304 when the request has that ETag. */
export function serve(text: () => string, headers: () => Record<string, string> = () => ({})): Behaviour {
  return (request, response) => {
    const body = text();
    const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
    if (request.headers["if-none-match"] === etag) response.writeHead(304, { etag, ...headers() }).end();
    else response.writeHead(200, { etag, "content-type": "text/plain", ...headers() }).end(body);
  };
}
