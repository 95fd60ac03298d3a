import type { MailChannel } from "../../domain/alerts/channel.ts";
import type { MessageItem, OutgoingMessage } from "../../domain/alerts/outgoing.ts";
import type { Instant } from "../../domain/time.ts";
import { bylineOf, labelOf, type Markup, onlyItem, tellMessage, urlOf } from "./told-message.ts";

/** A mail in the form that nodemailer takes. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly date: Date;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** The first mail of the thread; absent for a mail that begins a thread or stands alone. */
  readonly inReplyTo?: string;
  readonly references?: string;
  /** The headers of a list: RFC 2919 and RFC 2369. */
  readonly list: { readonly id: { readonly url: string; readonly comment: string }; readonly unsubscribe: string };
  readonly headers: { readonly "Auto-Submitted": string };
}

/**
 * Writes a mail as HTML and as plain text. Its Message-ID consists of the message's id and `idHost`. A repeat therefore
 * has the same Message-ID, and a follow-up can name the first mail of its thread (RFC 5322 section 3.6.4).
 */
export function writeMail(channel: MailChannel, message: OutgoingMessage, idHost: string): Mail {
  const idOf = (id: string) => `<${id}@${idHost}>`;
  const first = message.thread?.first ?? null;
  return {
    ...{ from: channel.from, to: channel.to, subject: message.title, date: new Date(message.at) },
    text: textOf(message),
    html: htmlOf(message),
    messageId: idOf(message.id),
    ...(first === null ? {} : { inReplyTo: idOf(first.id), references: idOf(first.id) }),
    list: {
      id: { url: `${listLabel(message.rule)}.${idHost}`, comment: message.rule },
      unsubscribe: channel.unsubscribe,
    },
    // RFC 3834: tells programs not to answer the mail, for example with a notice of absence.
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

function listLabel(rule: string): string {
  const label = rule
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return label === "" ? "rule" : label;
}

const plain: Markup = {
  escape: (text) => text,
  bold: (written) => written,
  link: (written, url) => `${written}\n  ${url}`,
};

function textOf(message: OutgoingMessage): string {
  const { head, items, foot } = tellMessage(message, { markup: plain, hasThreads: false }, message.items.length);
  return [head, "", ...items.flatMap((lines) => [...lines, ""]), ...foot, footerOf(message), ""].join("\n");
}

function footerOf({ rule, at }: OutgoingMessage): string {
  return `Sent by the alert rule "${rule}" at ${timeOf(at)}.`;
}

/** Only the time of day: the mail's Date header has the day. */
function timeOf(at: Instant): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/**
 * The mail has one column and large letters, so that it is easy to read on a phone. Mail programs keep only the styles
 * in `style` attributes.
 */
function htmlOf(message: OutgoingMessage): string {
  const only = onlyItem(message);
  const first = message.thread?.first ?? null;
  const rest = message.more;
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(message.title)}</title></head>
<body style="margin:0;padding:16px;font:17px/1.45 Georgia,serif">
<div style="max-width:600px;margin:0 auto">
<h1 style="font-size:22px;line-height:1.25;margin:0 0 16px">${only === null ? escapeHtml(message.title) : linkTo(urlOf(only), message.title)}</h1>
${message.items.map((item) => itemHtml(item, message, only !== null)).join("\n")}
${rest === 0 ? "" : `<p style="margin:0 0 16px">… and ${rest} more</p>`}
${first === null ? "" : `<p style="margin:0 0 16px">Follows: ${linkTo(first.deskUrl, first.title)}</p>`}
<p style="margin:24px 0 0;font-size:14px;opacity:.75">${escapeHtml(footerOf(message))}</p>
</div></body></html>
`;
}

function itemHtml(item: MessageItem, message: OutgoingMessage, isOnly: boolean): string {
  const isSaid = isOnly && message.title.includes(item.headline);
  const label = labelOf(item.event, isOnly ? message.title : "");
  const headline = isSaid
    ? ""
    : `<p style="margin:0;font-weight:bold">${escapeHtml(label)}${linkTo(urlOf(item), item.headline)}</p>\n`;
  const summary = item.summary === "" ? "" : `<p style="margin:4px 0 0">${escapeHtml(item.summary)}</p>\n`;
  const byline = `${escapeHtml(bylineOf(item))} · ${timeOf(item.at)} · ${linkTo(item.deskUrl, "On the desk")}`;
  return `<div style="margin:0 0 20px">
${headline}${summary}<p style="margin:4px 0 0;font-size:14px;opacity:.75">${byline}</p>
</div>`;
}

function linkTo(url: string, text: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;
}
