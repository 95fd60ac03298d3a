import type { ChannelOf } from "../../domain/alerts/channel.ts";
import { fitItems } from "./fit-items.ts";
import { type Markup, tellMessage } from "./told-message.ts";
import { jsonRequest, type Writing, type WrittenRequest } from "./written-request.ts";

const markup: Markup = {
  // Put a backslash before each character that marks text in Discord's Markdown or begins a mention.
  escape: (plain) => plain.replace(/[\\*_~`>|[\]()#<@:-]/g, "\\$&"),
  bold: (written) => `**${written}**`,
  // Angle brackets keep Discord from showing a preview of the page.
  link: (written, url) => `[${written}](<${url.replaceAll("(", "%28").replaceAll(")", "%29")}>)`,
};

/** The longest content of a message (https://discord.com/developers/docs/resources/webhook#execute-webhook). */
const contentChars = 2000;

/**
 * Writes a message for a webhook of Discord. A webhook cannot reply to a message, so a follow-up links the first
 * message.
 */
export function writeDiscord(channel: ChannelOf<"discord">, { message }: Writing): WrittenRequest {
  const content = fitItems(
    message.items.length,
    (items) => {
      const { head, items: lines, foot } = tellMessage(message, { markup, hasThreads: false }, items);
      return [head, ...lines.flat(), ...foot].join("\n");
    },
    (made) => made.length <= contentChars,
  );
  return jsonRequest(channel.url.reveal(), { content, allowed_mentions: { parse: [] } });
}
