import type { GuardedSender, HubStore } from "../domain/hub.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { ReceiverShare } from "../domain/service/receiver-shares.ts";
import type { Pace } from "../sending/pace.ts";
import type { TopicReader } from "./topic-reader.ts";

/** The dependencies of the parts of the WebSub hub. */
export interface HubDeps {
  readonly store: HubStore;
  readonly topics: TopicReader;
  readonly pace: Pace;
  readonly callbacks: GuardedSender;
  readonly clock: Clock;
  readonly log: Log;
  /** The hosts of callbacks, and topics, that this process serves. */
  readonly receivers: ReceiverShare;
  /** Makes a random string that nobody can guess, from letters, digits, "-" and "_". */
  readonly newChallenge: () => string;
  /** The public address of our hub. */
  readonly hubUrl: string;
}
