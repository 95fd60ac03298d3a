import type { NtfyChannel } from "../../domain/alerts/channel.ts";
import type { AlertEvent } from "../../domain/alerts/outgoing.ts";
import { cutText } from "./cut-text.ts";
import { fitItems } from "./fit-items.ts";
import { type Markup, onlyItem, tellMessage, urlOf } from "./told-message.ts";
import { jsonRequest, type Writing, type WrittenRequest } from "./written-request.ts";

const markup: Markup = {
  escape: (plain) => plain,
  bold: (written) => written,
  link: (written, url) => `${written} ${url}`,
};

/** A longer message would become an attachment (https://docs.ntfy.sh/publish/#limitations). */
const messageBytes = 4096;
const titleChars = 200;
const usualPriority = 3;

/**
 * Writes a notification as JSON, because HTTP headers can contain only ASCII. ntfy has no threads, so a follow-up links
 * the first message.
 */
export function writeNtfy(channel: NtfyChannel, { message }: Writing): WrittenRequest {
  const text = fitItems(
    message.items.length,
    (items) => {
      const { items: lines, foot } = tellMessage(message, { markup, hasThreads: false }, items);
      return [...lines.flat(), ...foot].join("\n");
    },
    (made) => Buffer.byteLength(made) <= messageBytes,
  );
  const only = onlyItem(message);
  const body = {
    topic: channel.topic.reveal(),
    title: cutText(message.title, titleChars),
    message: text === "" ? cutText(message.title, titleChars) : text,
    priority: only === null ? usualPriority : priorityOf(only.event),
    ...(only === null ? {} : { click: urlOf(only) }),
  };
  const headers: Record<string, string> =
    channel.token === null ? {} : { Authorization: `Bearer ${channel.token.reveal()}` };
  return jsonRequest(channel.url, body, headers);
}

/** The priority, from 1 to 5. With 4 and 5, a phone rings for longer. */
function priorityOf(event: AlertEvent): number {
  if (event === "flash") return 5;
  return event === "withdrawal" || event === "correction" ? 4 : usualPriority;
}
