import type { FeedSpec, FeedState } from "./feed.ts";
import type { HubRequest } from "./hub.ts";
import type { SavedValidators } from "./saved-validators.ts";
import type { Instant } from "./time.ts";
import type { HubDelivery, HubQuestion } from "./upstream-hub.ts";
import type { EditorRuling } from "./verdict.ts";

/** Requests to the writer, from people, hubs and the web itself. Plain data, because they cross threads. */
export type Command = QueuedCommand | ThreadCommand;

/**
 * What a person changes. It is kept as a row of the store until its owner, wherever that runs, has carried it out and
 * answered it in one transaction: see CommandStore.
 */
export type QueuedCommand =
  /** One decision of an editor: all of its rulings or none. */
  | { readonly kind: "recordRulings"; readonly rulings: readonly EditorRuling[]; readonly by: string }
  | { readonly kind: "addFeed"; readonly spec: FeedSpec }
  /** Adds all that are not there yet. */
  | { readonly kind: "importFeeds"; readonly specs: readonly FeedSpec[] }
  | { readonly kind: "setFeedState"; readonly feedId: number; readonly state: FeedState }
  /** Makes the feed due at once; the poll itself happens on the next beat. */
  | { readonly kind: "pollSoon"; readonly feedId: number }
  /** Forgets where a feed has moved. */
  | { readonly kind: "undoMove"; readonly feedId: number };

/** Commands that live only in the serving process and are lost with it. Their senders repeat them. */
export type ThreadCommand =
  /** What HTTP said of feed documents. */
  | { readonly kind: "saveValidators"; readonly stamps: readonly SavedValidators[] }
  /**
   * What a subscriber asks of our hub: answered when it was taken, carried out when the subscriber has confirmed it.
   */
  | { readonly kind: "askHub"; readonly request: HubRequest; readonly client: string }
  /** A feed's hub asks whether we meant a subscription. */
  | { readonly kind: "confirmHub"; readonly question: HubQuestion }
  /** A delivery from a feed's hub; answered when it is stored. */
  | { readonly kind: "takeDelivery"; readonly delivery: HubDelivery }
  /** An editor signed out. */
  | { readonly kind: "endSession"; readonly id: string; readonly until: Instant };

/** The answer to a command, by its kind. No answer holds a feed's address: keys may stand in it. */
export interface CommandResults {
  readonly recordRulings: null;
  readonly addFeed: { readonly feedId: number };
  /** `refused`: why a feed was not added, by its place in `specs`. */
  readonly importFeeds: {
    readonly added: number;
    readonly refused: readonly { readonly at: number; readonly message: string }[];
  };
  readonly setFeedState: null;
  readonly pollSoon: null;
  readonly undoMove: null;
  readonly confirmHub: boolean;
  readonly takeDelivery: null;
  readonly askHub: null;
  readonly saveValidators: null;
  readonly endSession: null;
}

/**
 * Carries commands to the writer. Rejects with the WireError that the command met (not-found, conflict …). A queued
 * command is answered when it has taken effect in what readers see; with not-yet where that took longer than ten
 * seconds: it stays recorded then.
 */
export interface Commands {
  /** `seen`: the mark (ReadStore.readCommandMark) at which the asker read the state that a queued command speaks of. */
  run<Kind extends Command["kind"]>(
    command: Extract<Command, { kind: Kind }>,
    seen?: number,
  ): Promise<CommandResults[Kind]>;
}

/** What a process tells its others of a transaction that readers can see. */
export interface StoreChange {
  /** An editor's decision took effect: the editor is told so, and must find it in what readers see. */
  readonly byEditor: boolean;
}
