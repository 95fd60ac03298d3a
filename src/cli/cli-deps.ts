import type { Config } from "../config/config.ts";
import type { ConfigPlaces } from "../config/config-places.ts";
import type { DedupeEngine } from "../dedupe/engine.ts";
import type { SendResult } from "../domain/alerts/outgoing.ts";
import type { StoreComparison, StoreCopies } from "../domain/files/store-copies.ts";
import type { StoreFiles } from "../domain/files/store-files.ts";
import type { Clock, Http, Log, Parser } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import type { DeskState } from "../domain/verdict.ts";
import type { Desk } from "../ingest/desk/desk.ts";
import type { DeskPace } from "../ingest/desk/desk-pace.ts";
import type { Poller } from "../ingest/poll/poll-types.ts";
import type { Reader } from "../ingest/reading/reading-types.ts";

/**
 * The environment of commands, and functions that make the parts of the program. `create-cli-deps.ts` makes it, and
 * loads the modules of a part when a command needs that part.
 */
export interface CliDeps {
  /** Prints one line of results. The line comes without its line end. */
  readonly out: (line: string) => void;
  /** Prints progress and remarks to standard error. */
  readonly talk: (line: string) => void;
  /** True when standard error is a terminal; progress bars are drawn only then. */
  readonly isTerminal: boolean;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Loads a configuration file; null: the one that is found without `--config` (`config-places.ts`). */
  readonly loadConfig: (file: string | null) => Config;
  readonly places: ConfigPlaces;
  readonly log: (config: Config) => Log;
  /** Opens and migrates the store and saves the configured feeds in it. */
  readonly openStore: (config: Config) => Promise<Store>;
  /** Returns the functions for files of stores that are not open. */
  readonly storeFiles: () => Promise<StoreFiles>;
  /** Copies whole stores. */
  readonly storeCopies: () => Promise<StoreCopies>;
  /** Compares the documents that two stores make with this configuration, feed by feed. */
  readonly compareStores: (
    config: Config,
    one: string,
    other: string,
    onCompared: (documents: number) => void,
  ) => Promise<StoreComparison>;
  readonly createHttp: (config: Config) => Promise<Http>;
  /** `archive` lifts the limits, for documents that the operator names on the command line. */
  readonly createReader: (kind: "live" | "archive") => Promise<Parser & Reader>;
  readonly createDesk: (
    config: Config,
    store: Store,
    onProgress: (decided: number) => void,
    pace?: DeskPace,
  ) => Promise<Desk>;
  /**
   * `onIngested` is called after each document that brings something. `pace` delays documents while many entries wait
   * for the desk.
   */
  readonly createPoller: (
    config: Config,
    store: Store,
    http: Http,
    reader: Reader,
    desk: { readonly pace: DeskPace; readonly onIngested: () => void },
  ) => Promise<Poller>;
  /** Sends a test message to a configured channel. Error: not-found. */
  readonly sendTest: (config: Config, channel: string) => Promise<SendResult>;
  /** True while a running service polls this store. That service then owns every change to feeds. */
  readonly isServing: (store: Store) => Promise<boolean>;
  /** Loads the function that makes a dedupe engine from the desk's saved state. */
  readonly loadEngine: () => Promise<(state: DeskState) => DedupeEngine>;
  /** The name under which this process holds a lease. */
  readonly owner: (part: string) => string;
  /** Serves until the process is told to stop. `readConfig` reads the configuration again. */
  readonly serve: (config: Config, readConfig: () => Config) => Promise<void>;
  /** Serves the Model Context Protocol on standard input and output until the input ends. */
  readonly serveMcp: (config: Config, options: { readonly licensed: boolean }) => Promise<void>;
  readonly readStdin: () => Promise<Uint8Array>;
}
