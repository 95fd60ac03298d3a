import type { Instant } from "../time.ts";
import type { AlertRule } from "./alert-rule.ts";
import { type Digest, type DigestItem, digestWords } from "./digests/digest.ts";
import type { FeedEvent } from "./feed-events.ts";
import { serialOf, type Telling, titleOf } from "./make-message.ts";
import type { MessageItem } from "./outgoing.ts";
import { itemsMax } from "./release-held.ts";
import { floodStoriesMin } from "./route-alerts.ts";

interface Made {
  readonly now: Instant;
  readonly deskBase: string;
}

/** The message of a digest: the stories, then the changes. null when the digest is empty. */
export function digestTelling(
  { name }: Pick<AlertRule, "name">,
  { top, changes, more, to }: Digest,
  { now, deskBase }: Made,
): Telling | null {
  const items = [...top, ...changes].map((item) => messageItem(item, deskBase));
  if (items.length === 0) return null;
  return {
    serial: serialOf(deskBase, name, "digest", to),
    kind: "digest",
    rule: name,
    title: `${name}: ${digestWords({ top, changes, more })}`,
    ...{ items, more, at: now, thread: null },
  };
}

function messageItem({ storyId, entryId: _entryId, ...item }: DigestItem, deskBase: string): MessageItem {
  return { ...item, deskUrl: `${deskBase}/stories/${storyId}` };
}

/**
 * Makes a message for each event of a feed. If there are more than `floodStoriesMin` events at once, for example
 * because the network is down, makes one message for all of them.
 */
export function feedTellings(
  { name }: Pick<AlertRule, "name">,
  events: readonly FeedEvent[],
  { now, deskBase }: Made,
): readonly Telling[] {
  const about = { rule: name, at: now, thread: null };
  if (events.length <= floodStoriesMin)
    return events.map(({ key, item }) => {
      const serial = serialOf(deskBase, name, key);
      return { ...about, serial, kind: "alert", title: titleOf(item), items: [item], more: 0 };
    });
  const items = events.map(({ item }) => item).slice(0, itemsMax);
  return [
    {
      ...about,
      serial: serialOf(deskBase, name, ...events.map(({ key }) => key)),
      kind: "flood",
      title: `${name}: ${events.length} feeds`,
      ...{ items, more: events.length - items.length },
    },
  ];
}
