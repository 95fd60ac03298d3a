import type { GuardedSender, HubStore, TopicDocuments } from "../domain/hub.ts";
import type { Clock, Log } from "../domain/ports.ts";

/** What the parts of the WebSub hub are handed. */
export interface HubDeps {
  readonly store: HubStore;
  readonly documents: TopicDocuments;
  readonly callbacks: GuardedSender;
  readonly clock: Clock;
  readonly log: Log;
  /** A random string that nobody can guess, of letters, digits, "-" and "_". */
  readonly newChallenge: () => string;
  /** Our hub's public address. */
  readonly hubUrl: string;
}
