import type { SlackChannel } from "../../domain/alerts/channel.ts";
import { cutText } from "./cut-text.ts";
import { fitItems } from "./fit-items.ts";
import { type Markup, tellMessage } from "./told-message.ts";
import { jsonRequest, type Writing, type WrittenRequest } from "./written-request.ts";

/** https://docs.slack.dev/messaging/formatting-message-text: exactly these three characters are escaped. */
function escapeText(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const markup: Markup = {
  escape: escapeText,
  bold: (written) => `*${written}*`,
  link: (written, url) => `<${escapeText(url).replaceAll("|", "%7C")}|${written}>`,
};

/** The longest text of a section (text object: 1 to 3,000 characters). */
const sectionChars = 3000;
/** A message may have 50 blocks, but nobody reads that many. */
const sectionsMax = 10;
const fallbackChars = 500;

/**
 * Writes a message as sections. A bot puts follow-ups into the thread of the first message (chat.postMessage,
 * thread_ts). An incoming webhook cannot use threads, so its follow-ups link the first message.
 */
export function writeSlack({ way }: SlackChannel, { message, threadReceipt }: Writing): WrittenRequest {
  const isThreaded = way.kind === "bot" && threadReceipt !== null;
  const sections = fitItems(
    message.items.length,
    (items) => {
      const told = tellMessage(message, { markup, hasThreads: isThreaded }, items);
      return sectionsOf([told.head, ...told.items.map((lines) => lines.join("\n")), ...told.foot]);
    },
    (made) => made.length <= sectionsMax,
  );
  const body = {
    text: escapeText(cutText(message.title, fallbackChars)),
    blocks: sections.map((text) => ({ type: "section", text: { type: "mrkdwn", text, verbatim: true } })),
    unfurl_links: false,
    unfurl_media: false,
  };
  if (way.kind === "hook") return jsonRequest(way.url.reveal(), body);
  const thread = isThreaded ? { thread_ts: threadReceipt } : {};
  const headers = { "Content-Type": "application/json; charset=utf-8", Authorization: `Bearer ${way.token.reveal()}` };
  return jsonRequest(`${way.apiUrl}/chat.postMessage`, { channel: way.channel, ...body, ...thread }, headers);
}

/** Fills sections with paragraphs. A paragraph is never longer than a section. */
function sectionsOf(paragraphs: readonly string[]): readonly string[] {
  const sections: string[] = [];
  for (const paragraph of paragraphs) {
    const joined = `${sections.at(-1) ?? ""}\n${paragraph}`;
    if (sections.length > 0 && joined.length <= sectionChars) sections[sections.length - 1] = joined;
    else sections.push(paragraph);
  }
  return sections;
}
