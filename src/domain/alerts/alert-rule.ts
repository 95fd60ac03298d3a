import type { HourRange } from "../calendar/hours-of-day.ts";
import type { SectionFilter } from "../section.ts";
import type { Instant } from "../time.ts";

/**
 * The events that a rule can report. `new` to `flash` are about a story: the desk finds them when it decides. `silent`,
 * `failing` and `empty` are about a feed, and a check that runs from time to time finds them: the feed has brought
 * nothing for unusually long, it cannot be polled, or its documents have no items.
 */
export const ruleEvents = ["new", "update", "correction", "withdrawal", "flash", "silent", "failing", "empty"] as const;
export type RuleEvent = (typeof ruleEvents)[number];

/** The events that a rule reports if it names none. */
export const usualEvents: readonly RuleEvent[] = ["new", "correction", "withdrawal", "flash"];

/** Says which news is sent, when, and to which channels. */
export interface AlertRule {
  readonly name: string;
  /** The section whose filter is one of `filters`; null when the rule names none. */
  readonly section: string | null;
  /** An entry must pass every filter. */
  readonly filters: readonly SectionFilter[];
  readonly on: readonly RuleEvent[];
  /**
   * The rule reports a story only when at least `outlets` outlets carry it. If `withinMs` is set, that many outlets
   * must have joined the story within this time. null: the rule reports a story at once.
   */
  readonly atLeast: { readonly outlets: number; readonly withinMs: number | null } | null;
  /**
   * After the first message about a story, the rule sends a further message each time that `outlets` more outlets have
   * joined the story within `withinMs`. Absent: it sends none of these.
   */
  readonly more?: { readonly outlets: number; readonly withinMs: number };
  /** The rule sends a digest at these times and nothing in between; null: it reports at once. */
  readonly digest: DigestTimes | null;
  /** Events in these hours are reported in one message at the end of the hours; null: no hours are quiet. */
  readonly quiet: { readonly range: HourRange; readonly timeZone: string } | null;
  /** True: the rule also reports news that was older than an hour when it arrived. */
  readonly backlog: boolean;
  /** The private sources that the rule may report. It ignores entries of other private sources. */
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
  readonly madeAt: Instant;
}

/** Editors may make at most this many rules, because the desk tests each new entry with every rule. */
export const storedRulesMax = 200;
