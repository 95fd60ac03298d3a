import type { PageReader } from "../documents/page-reader.ts";
import type { Renderer } from "../documents/renderer.ts";
import type { ServedDocuments } from "../documents/topic-documents.ts";
import type { SendResult } from "../domain/alerts/outgoing.ts";
import type { RuleBook } from "../domain/alerts/rule-book.ts";
import type { Commands, StoreChange } from "../domain/commands.ts";
import type { IngestFigures } from "../domain/figures/figures.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { TermLists } from "../domain/query/parse-query.ts";
import type { Section } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import type { Publisher } from "../publish/publisher.ts";
import type { ChangeWaits } from "./changes/change-waits.ts";
import type { Refusals } from "./metrics/refusals.ts";
import type { ServingDelays } from "./metrics/serving-delays.ts";
import type { Sessions } from "./sign-in/sessions.ts";

/** The dependencies of the web server. */
export interface WebDeps extends Publisher {
  /** The store as the public sees it. */
  readonly store: ReadStore;
  /** The store as editors see it, with licensed copy; absent: editors see what the public sees. */
  readonly editorStore?: ReadStore;
  /** Makes feed documents, usually in another thread. */
  readonly renderer: Renderer;
  /** Reads pages with searches and filters that anybody may request, in another thread; absent: `store` reads them. */
  readonly pages?: PageReader;
  /**
   * Called once with the cache of the documents that readers are sent, so that the hub can send the same bytes.
   * `prepare` makes the documents of the sections before anybody requests them, and stops when `isOver` returns true.
   */
  readonly onDocuments?: (documents: ServedDocuments, prepare: (isOver: () => boolean) => Promise<void>) => void;
  /** The configured sections. `all` is added to them. */
  readonly sections: readonly Section[];
  /** The lists of terms of the configuration; absent: there are none. */
  readonly terms?: TermLists;
  /** The rules of alerts; absent: this server knows none. */
  readonly rules?: RuleBook;
  /**
   * Sends a test message to a channel now, and returns what the channel answered. Errors: not-found for an unknown
   * channel, conflict while another test runs. Absent: this server cannot send.
   */
  readonly sendTest?: (channel: string) => Promise<SendResult>;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Sends commands that change something to the ingest thread. */
  readonly commands: Commands;
  /**
   * Reads the configuration again and resolves when it is in effect. Rejects with config-invalid, and changes nothing,
   * when it has faults. Absent: this server cannot do that.
   */
  readonly reload?: () => Promise<void>;
  /** Calls `listener` after every transaction that readers can see. Returns a function that stops this. */
  readonly onChange: (listener: (change: StoreChange) => void) => () => void;
  /** False when our WebSub hub is switched off. */
  readonly hub?: boolean;
  /** True when we subscribe to the hubs of feeds, which then send us requests. */
  readonly websub?: boolean;
  /** The counters of the ingest thread; null before its first report, absent when there is no such thread. */
  readonly readFigures?: () => IngestFigures | null;
  /**
   * False in a process that does not serve readers. Such a process answers only requests for its health and its
   * figures. Absent: true.
   */
  readonly servesReaders?: boolean;
  /** Addresses and ranges of proxies whose X-Forwarded-For is believed; absent: none. */
  readonly trustedProxies?: readonly string[];
  /** How requests wait for changes; absent: the API makes its own. */
  readonly changeWaits?: ChangeWaits;
  /** The sections that need a key. Routes that accept keys read them. */
  readonly keyedSections?: readonly Section[];
  /** Aborts when the server is about to stop. Requests that wait are then answered at once. */
  readonly stopping?: AbortSignal;
  /** The editors' token; null makes the pages read-only. */
  readonly adminToken: string | null;
}

/** The dependencies of the routes: those of the web server, and what the routes count. */
export interface RouteDeps extends WebDeps {
  readonly refusals: Refusals;
  readonly delays: ServingDelays;
}

/** The dependencies of the pages: those of the routes, and the editors' sessions (null without an admin token). */
export interface DeskDeps extends RouteDeps {
  readonly sessions: Sessions | null;
}
