import type { FeedSpec, FeedState, SourceSpec } from "./feed.ts";
import type { HubRequest } from "./hub.ts";
import type { SavedValidators } from "./saved-validators.ts";
import type { Instant } from "./time.ts";
import type { HubDelivery, HubQuestion } from "./upstream-hub.ts";
import type { EditorRuling } from "./verdict.ts";

/**
 * Requests to the writing process, from people, hubs and the web server. They are plain data, because they cross
 * threads.
 */
export type Command = QueuedCommand | ThreadCommand;

/**
 * A change that a person asks for. It is kept as a row of the store until its owner, wherever that owner runs, has
 * carried it out and answered it in one transaction: see CommandStore.
 */
export type QueuedCommand =
  /** An editor's decision. Either all of its rulings are carried out or none. */
  | { readonly kind: "recordRulings"; readonly rulings: readonly EditorRuling[]; readonly by: string }
  /**
   * `isChecked`: the caller already has the feed's document and will store it, so the first poll waits for two minutes.
   */
  | { readonly kind: "addFeed"; readonly spec: FeedSpec; readonly isChecked?: true }
  /** Adds all feeds that the store does not have yet. */
  | { readonly kind: "importFeeds"; readonly specs: readonly FeedSpec[] }
  | { readonly kind: "setFeedState"; readonly feedId: number; readonly state: FeedState }
  /** Gives a feed that no configuration names another address or source. */
  | { readonly kind: "editFeed"; readonly feedId: number; readonly url: string; readonly source: SourceSpec }
  /** Makes the feed due at once. It is polled when the poller next looks for due feeds. */
  | { readonly kind: "pollSoon"; readonly feedId: number }
  /** Forgets the address that a feed has moved to. */
  | { readonly kind: "undoMove"; readonly feedId: number }
  /** Adds an editor's alert rule, or replaces the editors' rule of the same name. `definition`: see StoredRule. */
  | { readonly kind: "saveAlertRule"; readonly name: string; readonly definition: string; readonly by: string }
  | { readonly kind: "removeAlertRule"; readonly name: string };

/** Commands that live only in the serving process and are lost with it. Their senders repeat them. */
export type ThreadCommand =
  /** Saves the validators of feed documents that were sent. */
  | { readonly kind: "saveValidators"; readonly stamps: readonly SavedValidators[] }
  /**
   * A subscriber's request to our hub. It is answered when the hub has accepted it, and carried out when the subscriber
   * has confirmed it.
   */
  | { readonly kind: "askHub"; readonly request: HubRequest; readonly client: string }
  /** An upstream hub asks whether we really requested a subscription. */
  | { readonly kind: "confirmHub"; readonly question: HubQuestion }
  /** A delivery from an upstream hub. It is answered when it is stored. */
  | { readonly kind: "takeDelivery"; readonly delivery: HubDelivery }
  /** Fetches an address, and looks for a feed there. Nothing is stored. */
  | { readonly kind: "findFeed"; readonly url: string }
  /** An editor signed out. */
  | { readonly kind: "endSession"; readonly id: string; readonly until: Instant };

/**
 * The answer to each kind of command. No answer contains the address of a stored feed, because addresses may contain
 * keys.
 */
export interface CommandResults {
  readonly recordRulings: null;
  readonly addFeed: { readonly feedId: number };
  /** `refused`: the reasons why feeds were not added, by position in `specs`. */
  readonly importFeeds: {
    readonly added: number;
    readonly refused: readonly { readonly at: number; readonly message: string }[];
  };
  readonly setFeedState: null;
  readonly editFeed: null;
  readonly pollSoon: null;
  readonly undoMove: null;
  readonly saveAlertRule: null;
  readonly removeAlertRule: null;
  readonly confirmHub: boolean;
  readonly takeDelivery: null;
  readonly askHub: null;
  readonly saveValidators: null;
  readonly findFeed: FoundFeed;
  readonly endSession: null;
}

/** A feed that was found at an address, before anybody subscribes to it. */
export interface FoundFeed {
  readonly url: string;
  /** The address after redirects. */
  readonly finalUrl: string;
  readonly title: string | null;
  readonly siteUrl: string | null;
  readonly selfUrl: string | null;
  /** The headlines of its first items. */
  readonly headlines: readonly string[];
  readonly itemCount: number;
}

/**
 * Carries commands to the writing process. Rejects with the command's WireError (not-found, conflict …). A queued
 * command is answered when readers can see its effect. If that takes longer than ten seconds, the error is not-yet, and
 * the command stays recorded.
 */
export interface Commands {
  /**
   * `seen`: the mark (ReadStore.readCommandMark) that the sender read before it read the state that the command
   * changes.
   */
  run<Kind extends Command["kind"]>(
    command: Extract<Command, { kind: Kind }>,
    seen?: number,
  ): Promise<CommandResults[Kind]>;
}

/** Tells other processes of a transaction whose effect readers can see. */
export interface StoreChange {
  /**
   * True when an editor's decision took effect. The editor has received the answer, and must see the effect on the next
   * page.
   */
  readonly byEditor: boolean;
}
