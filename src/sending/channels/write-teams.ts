import type { ChannelOf } from "../../domain/alerts/channel.ts";
import { fitItems } from "./fit-items.ts";
import { type Markup, type ToldMessage, tellMessage } from "./told-message.ts";
import { jsonRequest, type Writing, type WrittenRequest } from "./written-request.ts";

/**
 * A TextBlock understands a part of Markdown
 * (https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features).
 */
const markup: Markup = {
  escape: (plain) => plain.replace(/[\\*_[\]()#`~<>&-]/g, "\\$&"),
  bold: (written) => `**${written}**`,
  link: (written, url) => `[${written}](${url.replaceAll("(", "%28").replaceAll(")", "%29")})`,
};

/** The largest message that Teams takes is 28 KB. */
const messageBytes = 28_000;

/**
 * Writes an Adaptive Card for a workflow of Teams. A workflow cannot use threads, so a follow-up links the first
 * message.
 */
export function writeTeams(channel: ChannelOf<"teams">, { message }: Writing): WrittenRequest {
  return fitItems(
    message.items.length,
    (items) => {
      const told = tellMessage(message, { markup, hasThreads: false }, items);
      return jsonRequest(channel.url.reveal(), { type: "message", attachments: [cardOf(told)] });
    },
    ({ body }) => Buffer.byteLength(body) <= messageBytes,
  );
}

function cardOf({ head, items, foot }: ToldMessage): object {
  const block = (text: string, more: object = {}) => ({ type: "TextBlock", text, wrap: true, ...more });
  return {
    contentType: "application/vnd.microsoft.card.adaptive",
    contentUrl: null,
    content: {
      $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
      type: "AdaptiveCard",
      version: "1.4",
      msteams: { width: "Full" },
      body: [
        block(head, { size: "Medium" }),
        ...items.flat().map((line) => block(line, { spacing: "Small" })),
        ...foot.map((line) => block(line, { isSubtle: true })),
      ],
    },
  };
}
