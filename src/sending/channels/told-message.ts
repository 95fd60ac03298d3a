import type { AlertEvent, MessageItem, OutgoingMessage } from "../../domain/alerts/outgoing.ts";
import { counted } from "../../domain/text/counted.ts";
import { cutText } from "./cut-text.ts";

/** How a service marks text. `escape` escapes plain text; `bold` and `link` take text that is escaped already. */
export interface Markup {
  escape(plain: string): string;
  bold(written: string): string;
  link(written: string, url: string): string;
}

/** A message in a service's markup. */
export interface ToldMessage {
  readonly head: string;
  /** The lines of each item. */
  readonly items: readonly (readonly string[])[];
  /** Lines that say how many items are left out, and that link the first message of the thread. */
  readonly foot: readonly string[];
}

export interface Telling {
  readonly markup: Markup;
  /** Whether the service shows a follow-up with the first message. If not, the follow-up names and links the first. */
  readonly hasThreads: boolean;
}

const headChars = 250;
const headlineChars = 250;
const summaryChars = 300;
const sourceChars = 80;

/** Writes a message as lines of text, with at most `itemsMax` of its items. */
export function tellMessage(message: OutgoingMessage, telling: Telling, itemsMax: number): ToldMessage {
  const { markup } = telling;
  const items = message.items.slice(0, itemsMax);
  const only = onlyItem(message);
  const head = markup.bold(markup.escape(cutText(message.title, headChars)));
  return {
    head: only === null ? head : linked(head, urlOf(only), markup),
    items: items.map((item) => (only === null ? [listedLine(item, markup)] : singleLines(message, item, markup))),
    foot: [...leftOut(message, items.length), ...firstLines(message, telling)],
  };
}

/** The item of a message about one story or feed; null for a list. */
export function onlyItem({ kind, items, more }: OutgoingMessage): MessageItem | null {
  const isList = kind === "digest" || kind === "flood" || items.length !== 1 || more > 0;
  return isList ? null : (items[0] ?? null);
}

/** The lines under the title of a message about one story or feed. */
function singleLines(message: OutgoingMessage, item: MessageItem, markup: Markup): readonly string[] {
  const isSaid = message.title.includes(item.headline);
  const headline = `${labelOf(item.event, message.title)}${cutText(item.headline, headlineChars)}`;
  return [
    ...(isSaid ? [] : [markup.bold(markup.escape(headline))]),
    ...(item.summary === "" ? [] : [markup.escape(cutText(item.summary, summaryChars))]),
    `${markup.escape(bylineOf(item))} · ${linked("On the desk", item.deskUrl, markup)}`,
  ];
}

/** The line of one item of a list. */
function listedLine(item: MessageItem, markup: Markup): string {
  const headline = markup.escape(`${labelOf(item.event, "")}${cutText(item.headline, headlineChars)}`);
  return `• ${linked(headline, urlOf(item), markup)} (${markup.escape(bylineOf(item))})`;
}

/** "… and 12 more"; nothing when all items are shown. */
function leftOut({ items, more }: OutgoingMessage, shown: number): readonly string[] {
  const rest = items.length - shown + more;
  return rest === 0 ? [] : [`… and ${rest} more`];
}

function firstLines({ thread }: OutgoingMessage, { markup, hasThreads }: Telling): readonly string[] {
  if (hasThreads || thread === null || thread.first === null) return [];
  const { title, deskUrl } = thread.first;
  return [`Follows: ${linked(markup.escape(cutText(title, headlineChars)), deskUrl, markup)}`];
}

/**
 * The address of an item's link: the publisher's page, or the desk when the publisher's address is missing or unusable.
 */
export function urlOf({ url, deskUrl }: MessageItem): string {
  return url !== null && isUsable(url) ? new URL(url).href : deskUrl;
}

function linked(written: string, url: string, markup: Markup): string {
  return isUsable(url) ? markup.link(written, new URL(url).href) : written;
}

/** A longer address would leave too little room for the text of a message. */
const urlChars = 600;

function isUsable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, href } = new URL(url);
  return (protocol === "http:" || protocol === "https:") && href.length <= urlChars;
}

/** "Agency A, 5 outlets". */
export function bylineOf({ source, outlets }: MessageItem): string {
  const carried = outlets === null ? "" : `, ${counted(outlets, "outlet")}`;
  return `${cutText(source, sourceChars)}${carried}`;
}

/**
 * The label of an event: "Correction: "; "" for an event without a label, and when the title already contains the
 * label.
 */
export function labelOf(event: AlertEvent, title: string): string {
  const label = labels[event];
  return label === "" || title.toLowerCase().includes(label.toLowerCase()) ? "" : `${label}: `;
}

const labels: Readonly<Record<AlertEvent, string>> = {
  new: "",
  outlets: "",
  update: "Update",
  correction: "Correction",
  withdrawal: "Withdrawn",
  flash: "Flash",
  silent: "Silent",
  failing: "Failing",
  empty: "Empty",
};
