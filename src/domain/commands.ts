import type { Feed, FeedSpec, FeedState } from "./feed.ts";
import type { HubRequest } from "./hub.ts";
import type { SavedValidators } from "./saved-validators.ts";
import type { HubDelivery, HubQuestion } from "./upstream-hub.ts";
import type { EditorRuling } from "./verdict.ts";

/**
 * What a person changes over HTTP. The thread that answers HTTP never writes: a command travels to the one that does
 * and is answered when it has taken effect. Plain data, since it crosses threads.
 */
export type Command =
  | { readonly kind: "recordRulings"; readonly words: readonly EditorRuling[]; readonly by: string }
  | { readonly kind: "addFeed"; readonly spec: FeedSpec }
  | { readonly kind: "setFeedState"; readonly feedId: number; readonly state: FeedState }
  /** What HTTP said of feed documents. */
  | { readonly kind: "saveValidators"; readonly stamps: readonly SavedValidators[] }
  /**
   * What a subscriber asks of our hub: answered when it was taken, carried out when the subscriber has confirmed it.
   */
  | { readonly kind: "askHub"; readonly request: HubRequest }
  /** A feed's hub asks whether we meant a subscription. */
  | { readonly kind: "confirmHub"; readonly question: HubQuestion }
  /** A feed's hub brings news; answered when it is stored. */
  | { readonly kind: "takeDelivery"; readonly delivery: HubDelivery }
  /** Makes the feed due at once; the poll itself happens on the next beat. */
  | { readonly kind: "pollSoon"; readonly feedId: number };

/** The answer to a command, by its kind. */
export interface CommandResults {
  readonly recordRulings: null;
  readonly addFeed: Feed;
  readonly setFeedState: null;
  readonly pollSoon: null;
  readonly confirmHub: boolean;
  readonly takeDelivery: null;
  readonly askHub: null;
  readonly saveValidators: null;
}

/** Carries commands to the writer. Rejects with the WireError that the command met (not-found, conflict …). */
export interface Commands {
  run<Kind extends Command["kind"]>(command: Extract<Command, { kind: Kind }>): Promise<CommandResults[Kind]>;
}
