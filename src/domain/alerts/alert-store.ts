import type { SectionFilter } from "../section.ts";
import type { Instant } from "../time.ts";
import type { StoredRule } from "./alert-rule.ts";
import type { AlertSetup } from "./alert-setup.ts";
import type { SectionDigest } from "./digests/digest.ts";
import type { NewOutboxMessage } from "./outbox-store.ts";
import type { NewsPage, NewsPlace } from "./story-news.ts";

/**
 * The store methods for timed alerts: digests, ends of quiet hours and floods, and faults of feeds. Messages about
 * stories are written together with the desk's verdicts.
 */
export interface AlertClockStore {
  /**
   * Puts the events that were held back until `now` into the outbox: a single event of a rule as its usual message,
   * several events of a rule in one message. Drops the events of rules that no longer exist. Returns how many events
   * were released or dropped.
   */
  releaseHeld(setup: AlertSetup, now: Instant): Promise<number>;
  /** Returns those of `keys` for which messages were made already. */
  readMoments(keys: readonly string[]): Promise<readonly string[]>;
  /**
   * Puts messages into the outbox and remembers the keys, so that they are made once. Writes nothing and returns false
   * if one of the keys is known already.
   */
  tellMoment(
    moment: { readonly keys: readonly string[]; readonly messages: readonly NewOutboxMessage[] },
    now: Instant,
  ): Promise<boolean>;
  /**
   * Keeps a digest of a section, and drops all but the newest `digestsKept`. Does nothing and returns false if the
   * section has a digest that ends at the same time or later.
   */
  saveDigest(digest: Omit<SectionDigest, "madeAt">, now: Instant): Promise<boolean>;
  /**
   * Forgets threads and keys that are older than `before`: at most `limit` of each. Returns how many were forgotten.
   */
  forgetAlerts(before: Instant, limit: number): Promise<number>;
}

/** The facts about alerts, besides the outbox, that editors see, and the digests that sections publish. */
export interface AlertReadStore {
  /**
   * At most `limit` decided entries after the place `after`, in order of arrival and id, with the entries of their
   * stories.
   */
  readNewsSince(after: NewsPlace, limit: number): Promise<NewsPage>;
  /** The rules that editors made, by name. */
  listAlertRules(): Promise<readonly StoredRule[]>;
  /**
   * The digests of a section, the newest first. They leave out each story whose entry the audience may not see.
   * `filter`: the section's filter, which may open private sources. If a text was withdrawn after the digest was made,
   * the digest has only its headline.
   */
  readDigests(section: string, filter: SectionFilter): Promise<readonly SectionDigest[]>;
  /** When the newest digest of a section ends; null when it has none. */
  readLastDigest(section: string): Promise<Instant | null>;
}
