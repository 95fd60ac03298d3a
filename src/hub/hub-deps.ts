import type { GuardedSender, HubStore } from "../domain/hub.ts";
import type { Clock, Log } from "../domain/ports.ts";
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
  /** False while another process makes the deliveries. Absent when there is no other process. */
  readonly maySend?: () => boolean;
  /** Makes a random string that nobody can guess, from letters, digits, "-" and "_". */
  readonly newChallenge: () => string;
  /** The public address of our hub. */
  readonly hubUrl: string;
}
