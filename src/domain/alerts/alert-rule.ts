import type { HourRange } from "../calendar/hours-of-day.ts";
import type { SectionFilter } from "../section.ts";

/**
 * What a rule tells. `new` to `flash` are news of a story, which the desk finds when it decides. `silent`, `failing`
 * and `empty` come of time: a feed that brings nothing against its rhythm, that cannot be polled, or whose documents
 * have no items.
 */
export const ruleEvents = ["new", "update", "correction", "withdrawal", "flash", "silent", "failing", "empty"] as const;
export type RuleEvent = (typeof ruleEvents)[number];

/** The events of a rule that names none. */
export const usualEvents: readonly RuleEvent[] = ["new", "correction", "withdrawal", "flash"];

/** Says what leaves the house, when, and by which channels. */
export interface AlertRule {
  readonly name: string;
  /** The section whose filter is one of `filters`; null when the rule names none. */
  readonly section: string | null;
  /** An entry must pass all of them. */
  readonly filters: readonly SectionFilter[];
  readonly on: readonly RuleEvent[];
  /**
   * A story is told when at least `outlets` sources carry it, or, with `withinMs`, when so many joined it within that
   * time. null: at once.
   */
  readonly atLeast: { readonly outlets: number; readonly withinMs: number | null } | null;
  /** The rule sends a digest at these times and nothing in between; null: it tells at once. */
  readonly digest: DigestTimes | null;
  /** What happens in these hours is told in one message at their end; null: no hours are quiet. */
  readonly quiet: { readonly range: HourRange; readonly timeZone: string } | null;
  /** True: also tells what was older than an hour when it came. */
  readonly backlog: boolean;
  /** The private sources that the rule may tell of. Entries of other private sources do not exist for it. */
  readonly privateSources: readonly string[];
  /** The names of channels. */
  readonly to: readonly string[];
}

/** When digests are made, on the clock of a place. */
export interface DigestTimes {
  /** Minutes since midnight, in ascending order. */
  readonly at: readonly number[];
  /** 0 is Sunday, as with `Date.getUTCDay()`. Empty: every day. */
  readonly days: readonly number[];
  /** IANA name. */
  readonly timeZone: string;
}

/** A rule that an editor made on the desk page or in the API. */
export interface StoredRule {
  /** The rule in the form of the configuration, as JSON. It is read again whenever it is used. */
  readonly definition: string;
  readonly name: string;
  readonly madeBy: string;
  readonly madeAt: number;
}
