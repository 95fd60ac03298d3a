import { counted } from "../text/counted.ts";
import { type Instant, minuteMs } from "../time.ts";
import type { AlertRule } from "./alert-rule.ts";
import { joinedOutlets } from "./event-of.ts";
import type { AlertThread, StoryMember } from "./story-news.ts";

/** Outlets that joined a story after its first message. `key`: the key by which the thread remembers them. */
export interface MoreOutlets {
  readonly key: string;
  /** "5 more outlets within 10 minutes: Harbour Post, …". */
  readonly words: string;
}

/**
 * The outlets that joined a story within the time that the rule names, up to `at`; null when they are too few. Each
 * outlet is counted only once, because each report starts a new count.
 */
export function moreOutlets(
  { more }: Pick<AlertRule, "more">,
  members: readonly StoryMember[],
  { beganAt, told }: Pick<AlertThread, "beganAt" | "told">,
  at: Instant,
): MoreOutlets | null {
  if (more === undefined) return null;
  const countedTo = told.filter(isJoinKey).map((key) => Number(key.slice(joinPrefix.length)));
  const since = Math.max(at - more.withinMs, (countedTo.length === 0 ? beganAt : Math.max(...countedTo)) + 1);
  const joined = joinedOutlets(members, since);
  if (joined.length < more.outlets) return null;
  const minutes = Math.ceil(more.withinMs / minuteMs);
  const names = joined.map(({ sourceName }) => sourceName);
  const named = names.length > namesMax ? [...names.slice(0, namesMax), "…"] : names;
  const last = Math.max(...joined.map(({ firstSeenAt }) => firstSeenAt));
  return {
    key: `${joinPrefix}${last}`,
    words: `${counted(joined.length, "more outlet")} within ${counted(minutes, "minute")}: ${named.join(", ")}`,
  };
}

/**
 * The key by which a thread remembers the outlets that its first message counts; an empty list when the rule does not
 * report further outlets. The key contains a time of arrival and not the time of the message, because a desk that is
 * behind decides some time after entries have arrived.
 */
export function countedKeys({ more }: Pick<AlertRule, "more">, members: readonly StoryMember[]): readonly string[] {
  if (more === undefined || members.length === 0) return [];
  return [`${joinPrefix}${Math.max(...members.map(({ firstSeenAt }) => firstSeenAt))}`];
}

/** Whether a key of a thread contains the time up to which outlets were counted. */
export function isJoinKey(key: string): boolean {
  return key.startsWith(joinPrefix);
}

const joinPrefix = "joined ";
/** How many outlets a message names. */
const namesMax = 8;
