import { groupedBy } from "../grouped-by.ts";
import { type Instant, minuteMs } from "../time.ts";
import type { AlertRule } from "./alert-rule.ts";
import type { ToldEvent } from "./decide-alerts.ts";
import { addressTo, serialOf, type Telling, titleOf } from "./make-message.ts";
import type { MessageItem, OutgoingMessage } from "./outgoing.ts";
import { quietEnd } from "./quiet-end.ts";
import type { AlertThread } from "./story-news.ts";

/** A message for the outbox. */
export interface OutgoingRow {
  readonly channel: string;
  readonly message: OutgoingMessage;
  readonly dueAt: Instant;
}

/** An event that is reported later: at the end of quiet hours, or with the other events of a flood. */
export interface HeldEvent {
  readonly rule: string;
  readonly storyId: number;
  readonly begins: boolean;
  readonly item: MessageItem;
  readonly reason: "quiet" | "flood";
  readonly dueAt: Instant;
}

/** Everything that a transaction writes about alerts. */
export interface AlertWrites {
  readonly outgoing: readonly OutgoingRow[];
  readonly held: readonly HeldEvent[];
  /** The threads that began or continued, as they are after these events. */
  readonly threads: readonly AlertThread[];
}

export interface RouteFacts {
  readonly now: Instant;
  readonly deskBase: string;
  /** How many stories each rule reported in the last minute. */
  readonly recent: ReadonlyMap<string, number>;
  /** The rules whose events are being held back because of a flood, and until when. */
  readonly flooded: ReadonlyMap<string, Instant>;
}

/**
 * More new stories than this from one rule within a minute are a flood. The rule's stories are then held back for a
 * minute and reported in one message.
 */
export const floodStoriesMin = 20;
const floodMs = minuteMs;

/** Decides whether events are reported at once or held back, and makes the messages. */
export function routeAlerts(told: readonly ToldEvent[], facts: RouteFacts): AlertWrites {
  const outgoing: OutgoingRow[] = [];
  const held: HeldEvent[] = [];
  const threads = new Map<string, AlertThread>();
  const holds = new Map(
    [...groupedBy(told, ({ rule }) => rule)].map(([rule, events]) => [rule, holdOf(rule, events, facts)]),
  );
  for (const { rule, item, begins, thread: decided } of told) {
    const key = JSON.stringify([rule.name, decided.storyId]);
    const before = threads.get(key) ?? decided;
    const thread = { ...decided, messages: before.messages, first: before.first };
    const hold = holds.get(rule) ?? null;
    // While the first message of a thread is held back, the later ones wait for it.
    const waits = !begins && thread.first === null;
    if (waits || (hold !== null && (begins || hold.reason === "quiet"))) {
      const { reason, dueAt } = hold ?? { reason: "quiet", dueAt: facts.now };
      held.push({ rule: rule.name, storyId: thread.storyId, begins, item, reason, dueAt });
      threads.set(key, thread);
      continue;
    }
    const telling = storyTelling(item, thread, facts);
    outgoing.push(...addressed(rule, telling, facts.now));
    threads.set(key, nextThread(thread, telling, item));
  }
  return { outgoing, held, threads: [...threads.values()] };
}

/** Why the events of a rule are held back, and until when; null when they are reported at once. */
function holdOf(
  rule: AlertRule,
  events: readonly ToldEvent[],
  { now, recent, flooded }: RouteFacts,
): Pick<HeldEvent, "reason" | "dueAt"> | null {
  const quietUntil = quietEnd(rule.quiet, now);
  if (quietUntil !== null) return { reason: "quiet", dueAt: quietUntil };
  const floodUntil = flooded.get(rule.name);
  if (floodUntil !== undefined) return { reason: "flood", dueAt: floodUntil };
  const stories = (recent.get(rule.name) ?? 0) + events.filter(({ begins }) => begins).length;
  return stories > floodStoriesMin ? { reason: "flood", dueAt: now + floodMs } : null;
}

/** The message on one event of a story. */
export function storyTelling(
  item: MessageItem,
  thread: AlertThread,
  { now, deskBase }: Pick<RouteFacts, "now" | "deskBase">,
): Telling {
  return {
    serial: serialOf(deskBase, thread.rule, thread.storyId, thread.beganAt, thread.messages),
    kind: thread.first === null ? "alert" : "followUp",
    rule: thread.rule,
    title: titleOf(item),
    items: [item],
    more: 0,
    at: now,
    thread: { first: thread.first },
  };
}

/** The thread after a message. */
export function nextThread(thread: AlertThread, { serial, title }: Telling, { deskUrl }: MessageItem): AlertThread {
  return { ...thread, messages: thread.messages + 1, first: thread.first ?? { serial, title, deskUrl } };
}

/** A message for every channel of a rule. */
export function addressed({ to }: AlertRule, telling: Telling, dueAt: Instant): readonly OutgoingRow[] {
  return to.map((channel) => ({ channel, message: addressTo(channel, telling), dueAt }));
}
