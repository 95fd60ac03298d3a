import type { TelegramChannel } from "../../domain/alerts/channel.ts";
import { fitItems } from "./fit-items.ts";
import { type Markup, tellMessage } from "./told-message.ts";
import { jsonRequest, type Writing, type WrittenRequest } from "./written-request.ts";

/** https://core.telegram.org/bots/api#html-style: the only named entities are &lt; &gt; &amp; and &quot;. */
function escapeText(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const markup: Markup = {
  escape: escapeText,
  bold: (written) => `<b>${written}</b>`,
  link: (written, url) => `<a href="${escapeText(url)}">${written}</a>`,
};

/** The longest text, counted without its markup (https://core.telegram.org/bots/api#sendmessage). */
const textChars = 4096;
/** Telegram ignores all markup of a message after the 100th mark. A list has one mark for each item. */
const itemsMax = 90;

/** Writes a message of a bot. A follow-up is a reply to the first message. */
export function writeTelegram(channel: TelegramChannel, { message, threadReceipt }: Writing): WrittenRequest {
  const telling = { markup, hasThreads: threadReceipt !== null };
  const text = fitItems(
    Math.min(message.items.length, itemsMax),
    (items) => {
      const { head, items: lines, foot } = tellMessage(message, telling, items);
      return [head, ...lines.flat(), ...foot].join("\n");
    },
    (made) => shownLength(made) <= textChars,
  );
  return jsonRequest(`${channel.apiUrl}/bot${channel.token.reveal()}/sendMessage`, {
    ...{ chat_id: channel.chat, text, parse_mode: "HTML", ...replyTo(threadReceipt) },
    link_preview_options: { is_disabled: true },
  });
}

/** Makes the message a reply. It is sent even if the first message was deleted. */
function replyTo(receipt: string | null): object {
  if (receipt === null) return {};
  return { reply_parameters: { message_id: Number(receipt), allow_sending_without_reply: true } };
}

function shownLength(html: string): number {
  return html.replace(/<[^>]*>/g, "").replace(/&\w+;/g, "&").length;
}
