import type { GuardedSender, HubStore } from "../domain/hub.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { Pace } from "./hub-pace.ts";
import type { TopicReader } from "./topic-reader.ts";

/** What the parts of the WebSub hub are handed. */
export interface HubDeps {
  readonly store: HubStore;
  readonly topics: TopicReader;
  readonly pace: Pace;
  readonly callbacks: GuardedSender;
  readonly clock: Clock;
  readonly log: Log;
  /** A random string that nobody can guess, of letters, digits, "-" and "_". */
  readonly newChallenge: () => string;
  /** Our hub's public address. */
  readonly hubUrl: string;
}
