import { isUtf8 } from "node:buffer";
import { decodeHTMLStrict } from "entities";
import { htmlNames } from "../tree/element-names.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { absoluteAddresses } from "./absolute-addresses.ts";
import { linesAsHtml } from "./lines-as-html.ts";
import { escapeHtml, innerHtml, textOf } from "./markup.ts";
import { stripMarkup } from "./strip-markup.ts";

/**
 * How a dialect treats text without a stated type. RSS states no types, so its readers have to guess from the text
 * (`guess`).
 */
export type UntypedText = "plain" | "guess" | "html";

/**
 * A text field as HTML: RFC 4287 section 3.1 text constructs, Atom 0.3 modes, RSS's escaped or inline markup. Plain
 * text keeps its lines. `base` is the base of relative addresses in the result; addresses under another xml:base are
 * made absolute.
 */
export function htmlOf(element: XmlElement, untyped: UntypedText, base: string): string {
  const { html, isPlain } = markupOf(element, untyped, base);
  if (isPlain) return linesAsHtml(html);
  return element.base === base ? html : absoluteAddresses(html, element.base);
}

/**
 * A text field as plain text: without markup, with entities decoded. White space is kept inside and trimmed at both
 * ends.
 */
export function plainOf(element: XmlElement, untyped: UntypedText): string {
  const { html } = markupOf(element, untyped, element.base);
  return html.includes("<") || html.includes("&") ? stripMarkup(withoutCdata(html), " ").trim() : html;
}

interface Markup {
  readonly html: string;
  /** Whether the author meant the line breaks: in plain text, and in text without tags whose type is not stated. */
  readonly isPlain: boolean;
}

function markupOf(element: XmlElement, untyped: UntypedText, base: string): Markup {
  const kind = kindOf(element, untyped);
  if (kind === "xhtml") return { html: innerHtml(element, false, base).trim(), isPlain: false };
  if (kind === "base64") return fromBase64(element);
  const hasMarkup = element.children.some((child) => typeof child !== "string");
  if (hasMarkup) return { html: innerHtml(element, kind !== "plain", base).trim(), isPlain: false };
  const text = textOf(element).trim();
  if (kind === "guess" ? looksLikeHtml(text) : kind === "html") {
    return { html: text, isPlain: !text.includes("<") && !element.attributes.has("type") };
  }
  return { html: escapeHtml(text), isPlain: true };
}

/** Unwraps a CDATA section that was escaped as text. */
function withoutCdata(html: string): string {
  return html.replace(/^\s*(?:<|&lt;)!\[CDATA\[([\s\S]*?)\]\](?:>|&gt;)\s*$/, "$1");
}

/** The title of an RSS document as plain text. `written` is already decoded once. */
export function plainOfUntyped(written: string): string {
  if (!written.includes("<") && !written.includes("&")) return written.trim();
  const text = withoutCdata(written);
  return looksLikeHtml(text) ? stripMarkup(text, " ").trim() : text.trim();
}

type Kind = UntypedText | "xhtml" | "base64";

function kindOf(element: XmlElement, untyped: UntypedText): Kind {
  const { attributes } = element;
  const type = attributes.get("type")?.trim().toLowerCase();
  const mode = attributes.get("mode")?.trim().toLowerCase();
  if (mode === "base64") return "base64";
  switch (type) {
    case undefined:
      return untyped;
    case "":
      return untyped;
    case "plain":
      return "plain";
    case "text":
    case "text/plain":
      return untyped === "plain" ? "plain" : "guess";
    case "html":
    case "text/html":
      return "html";
    case "xhtml":
    case "application/xhtml+xml":
      return "xhtml";
    default:
      return otherKind(type, untyped, mode);
  }
}

/** RFC 4287 section 4.1.3.3: other media types are XML, text, or base64. */
function otherKind(type: string, untyped: UntypedText, mode: string | undefined): Kind {
  if (mode === "escaped") return "html";
  if (type.endsWith("xml")) return "xhtml";
  return type.startsWith("text/") || !type.includes("/") ? untyped : "base64";
}

/**
 * Decodes base64 content. Atom 0.3 section 3.1.1: with mode="base64" the bytes have the type that `type` states, or are
 * plain text without one. RFC 4287 section 4.1.3.3: other base64 content is markup if it is text.
 */
function fromBase64({ attributes, children }: XmlElement): Markup {
  const type = attributes.get("type") ?? "";
  const text = decodeBase64(children.filter((child) => typeof child === "string").join(""), type);
  const isPlain = attributes.has("mode") && !/html/i.test(type);
  return { html: isPlain ? escapeHtml(text) : text, isPlain };
}

/** The text in base64 content; "" for a picture or another file. Content that is not base64 is returned as it is. */
function decodeBase64(text: string, type: string): string {
  const compact = text.replace(/\s+/g, "");
  if (compact === "" || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return text.trim();
  const bytes = Buffer.from(compact, "base64");
  if (!isBinaryType(type) && isUtf8(bytes) && !bytes.includes(0)) return bytes.toString("utf8").trim();
  // Some servers call plain text base64. Plain text contains spaces; base64 has no white space except line breaks.
  const isText = /\S[^\S\r\n]+\S/.test(text) || (compact.length < fileCharsMin && !isBinaryType(type));
  return isText ? text.trim() : "";
}

/** In base64, a picture or another file has at least this many characters. */
const fileCharsMin = 40;

function isBinaryType(type: string): boolean {
  return /^(?:image|audio|video|font|model)\//i.test(type.trim());
}

/**
 * RSS titles and texts do not state whether they are HTML. By feedparser's rule they are HTML if they contain an end
 * tag or an entity, and all their tags and entities exist in HTML. A start tag counts like an end tag for <br>, <img>
 * and <hr>, which have no end tag.
 */
export function looksLikeHtml(text: string): boolean {
  const hasAngle = text.includes("<");
  const hasReference = text.includes("&");
  if (!hasAngle && !hasReference) return false;
  let sign = false;
  for (const [whole, slash, tag, reference] of text.matchAll(markupPattern)) {
    if (tag !== undefined) {
      if (!htmlNames.has(tag.toLowerCase())) return false;
      if (slash === "/" || unpairedTags.has(tag.toLowerCase())) sign = true;
    } else if (reference !== undefined) {
      if (decodeHTMLStrict(whole) === whole) return false;
      sign = true;
    }
  }
  return sign;
}

const markupPattern = /<(\/?)([A-Za-z][\w:-]{0,40})|&(#?\w{1,40});/g;

const unpairedTags: ReadonlySet<string> = new Set(["br", "img", "hr"]);
