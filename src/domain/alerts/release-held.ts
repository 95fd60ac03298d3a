import type { Instant } from "../time.ts";
import type { AlertRule } from "./alert-rule.ts";
import { type AlertSetup, promptRules } from "./alert-setup.ts";
import { serialOf, type Telling } from "./make-message.ts";
import { addressed, type HeldEvent, nextThread, type OutgoingRow, storyTelling } from "./route-alerts.ts";
import type { AlertThread } from "./story-news.ts";

/** An event that was held back, with the number of its row. */
export type HeldRow = HeldEvent & { readonly id: number };

interface Released {
  readonly outgoing: readonly OutgoingRow[];
  readonly threads: readonly AlertThread[];
}

/**
 * Makes the messages for events that were held back: a single event of a rule gets its usual message, and several
 * events of a rule get one message together. `threads`: the threads of the events' stories. Returns these threads as
 * they are after the messages.
 */
export function releaseEvents(
  held: readonly HeldRow[],
  threads: readonly AlertThread[],
  { setup, now }: { readonly setup: AlertSetup; readonly now: Instant },
): Released {
  const outgoing: OutgoingRow[] = [];
  const after: AlertThread[] = [];
  for (const rule of promptRules(setup)) {
    const events = held.filter((event) => event.rule === rule.name);
    const [first, second] = events;
    if (first === undefined) continue;
    const own = new Map(threads.filter((one) => one.rule === rule.name).map((one) => [one.storyId, one]));
    const thread = own.get(first.storyId);
    const telling =
      second === undefined && thread !== undefined
        ? storyTelling(first.item, thread, { now, deskBase: setup.deskBase })
        : manyTelling(rule, events, { setup, now });
    outgoing.push(...addressed(rule, telling, now));
    for (const { storyId, item } of events) {
      const begun = own.get(storyId);
      if (begun === undefined) continue;
      own.delete(storyId);
      after.push(nextThread(begun, telling, item));
    }
  }
  return { outgoing, threads: after };
}

/** A message lists at most this many items. */
export const itemsMax = 100;

function manyTelling(
  rule: AlertRule,
  events: readonly HeldRow[],
  { setup, now }: { readonly setup: AlertSetup; readonly now: Instant },
): Telling {
  const isFlood = events.some(({ reason }) => reason === "flood");
  const stories = new Set(events.map(({ storyId }) => storyId)).size;
  const when = isFlood ? "in a minute" : "in the quiet hours";
  const items = events.map(({ item }) => item).slice(0, itemsMax);
  return {
    serial: serialOf(setup.deskBase, rule.name, "held", events[0]?.id ?? 0, now),
    kind: isFlood ? "flood" : "digest",
    rule: rule.name,
    title: `${rule.name}: ${stories} ${stories === 1 ? "story" : "stories"} ${when}`,
    items,
    more: events.length - items.length,
    at: now,
    thread: { first: null },
  };
}
