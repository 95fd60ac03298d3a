import type { PageReader } from "../documents/page-reader.ts";
import type { Renderer } from "../documents/renderer.ts";
import type { ServedDocuments } from "../documents/topic-documents.ts";
import type { Commands, StoreChange } from "../domain/commands.ts";
import type { IngestFigures } from "../domain/figures/figures.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { Section } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import type { Refusals } from "./metrics/refusals.ts";
import type { Sessions } from "./sign-in/sessions.ts";

/** What the web is handed. */
export interface WebDeps {
  /** As the public sees it. */
  readonly store: ReadStore;
  /** As editors see it, licensed copy and all; absent: as the public does. */
  readonly editorStore?: ReadStore;
  /** Makes feed documents, mostly in a thread of its own. */
  readonly renderer: Renderer;
  /** Reads what anybody may search for, in a thread of its own; absent: `store` does. */
  readonly pages?: PageReader;
  /** Hears of the documents that readers are sent, once: the hub is to know them. */
  readonly onDocuments?: (documents: ServedDocuments) => void;
  /** As configured; `all` is added. */
  readonly sections: readonly Section[];
  /** The public address, without a slash at its end. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Carries what a person changes to the thread that writes. */
  readonly commands: Commands;
  /** Calls `listener` after every transaction that readers can see; answers the way to stop it. */
  readonly onChange: (listener: (change: StoreChange) => void) => () => void;
  /** False where our WebSub hub is switched off. */
  readonly hub?: boolean;
  /** True where we subscribe to the hubs of feeds: they call on us. */
  readonly websub?: boolean;
  /** What the ingest thread has counted; null before its first report, absent where there is none. */
  readonly readFigures?: () => IngestFigures | null;
  /** Addresses and ranges of proxies whose X-Forwarded-For is believed; absent: none. */
  readonly trustedProxies?: readonly string[];
  /** Who knows it may change things; null makes the pages read-only. */
  readonly adminToken: string | null;
}

/** What the routes are handed: the web's parts, and the count of what they refuse. */
export interface RouteDeps extends WebDeps {
  readonly refusals: Refusals;
}

/** What the pages are handed: the web's parts, and the sessions of editors (null without an admin token). */
export interface DeskDeps extends RouteDeps {
  readonly sessions: Sessions | null;
}
