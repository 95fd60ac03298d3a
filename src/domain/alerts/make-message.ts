import { createHash } from "node:crypto";
import { summaryOf } from "../text/summary-of.ts";
import type { Instant } from "../time.ts";
import { isCarrier, outletsOf, type StoryEvent } from "./event-of.ts";
import type { AlertEvent, MessageItem, OutgoingMessage } from "./outgoing.ts";
import type { NewsEntry, StoryMember, ThreadStart } from "./story-news.ts";

/**
 * Makes a serial, the main part of a message's id. Equal parts give equal serials, so that nothing is reported under
 * two ids.
 */
export function serialOf(...parts: readonly (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, serialChars);
}

const serialChars = 24;
const channelChars = 8;

/** A message before it is addressed to a channel. */
export type Telling = Omit<OutgoingMessage, "id" | "thread"> & {
  readonly serial: string;
  /**
   * The thread that the message begins or continues; null when the message stands alone. `first` is null when the
   * message begins the thread.
   */
  readonly thread: { readonly first: ThreadStart | null } | null;
};

/** The message for one channel. */
export function addressTo(channel: string, { serial, thread, ...message }: Telling): OutgoingMessage {
  const mark = serialOf(channel).slice(0, channelChars);
  const id = `${serial}-${mark}`;
  if (thread === null) return { ...message, id, thread };
  if (thread.first === null) return { ...message, id, thread: { key: id, first: null } };
  const { serial: firstSerial, title, deskUrl } = thread.first;
  const firstId = `${firstSerial}-${mark}`;
  return { ...message, id, thread: { key: firstId, first: { id: firstId, title, deskUrl } } };
}

/** The item of a message that reports an event of a story. */
export function storyItem(
  event: AlertEvent,
  entry: NewsEntry,
  {
    members,
    deskBase,
    at,
  }: { readonly members: readonly StoryMember[]; readonly deskBase: string; readonly at: Instant },
): MessageItem {
  return {
    event,
    headline: summaryOf(entry.headline, headlineCharsMax),
    // A withdrawn text must not be published again.
    summary: event === "withdrawal" ? "" : summaryOf(entry.summary ?? summaryOf(entry.searched.text), summaryCharsMax),
    source: entry.searched.sourceName,
    outlets: Math.max(1, outletsOf(members.filter(isCarrier))),
    url: entry.searched.url,
    deskUrl: `${deskBase}/stories/${entry.storyId}`,
    at,
  };
}

/** The first line of a message on one event. */
export function titleOf({ event, headline, outlets }: Pick<MessageItem, "event" | "headline" | "outlets">): string {
  const words = event === "outlets" ? `${outlets} OUTLETS` : leadWords[event];
  return words === null ? headline : `${words}: ${headline}`;
}

const leadWords: Readonly<Record<Exclude<AlertEvent, "outlets">, string | null>> = {
  new: null,
  update: "UPDATE",
  correction: "CORRECTION",
  withdrawal: "WITHDRAWN",
  flash: "FLASH",
  silent: "SILENT",
  failing: "FAILING",
  empty: "EMPTY",
} satisfies Readonly<Record<StoryEvent, string | null>> & Record<string, string | null>;

const headlineCharsMax = 300;
const summaryCharsMax = 300;
