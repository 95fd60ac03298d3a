import { decodeHTMLStrict } from "entities";
import { htmlNames } from "../tree/element-names.ts";
import type { XmlElement } from "../tree/xml-tree.ts";
import { escapeHtml, innerHtml, textOf } from "./markup.ts";
import { stripMarkup } from "./strip-markup.ts";

/** How a dialect reads text that does not say what it is: RSS says nothing, so its readers have to look (`guess`). */
export type UntypedText = "plain" | "guess" | "html";

/** A text field as HTML: RFC 4287 section 3.1 text constructs, Atom 0.3 modes, RSS's escaped or inline markup. */
export function htmlOf(element: XmlElement, untyped: UntypedText): string {
  const kind = kindOf(element, untyped);
  if (kind === "xhtml") return innerHtml(element, false).trim();
  if (kind === "base64") return fromBase64(element);
  const hasMarkup = element.children.some((child) => typeof child !== "string");
  if (hasMarkup) return innerHtml(element, kind !== "plain").trim();
  const text = textOf(element).trim();
  if (kind === "html" || (kind === "guess" && looksLikeHtml(text))) return text;
  return escapeHtml(text);
}

/** A text field as plain text: markup removed, entities decoded. White space is kept inside and trimmed outside. */
export function plainOf(element: XmlElement, untyped: UntypedText): string {
  const html = htmlOf(element, untyped);
  return html.includes("<") || html.includes("&") ? stripMarkup(html, " ").trim() : html;
}

/** A title of an RSS document, already decoded once, as plain text. */
export function plainOfUntyped(text: string): string {
  if (!text.includes("<") && !text.includes("&")) return text.trim();
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
 * Atom 0.3 section 3.1.1: with mode="base64" the bytes are what `type` says, plain text without one. RFC 4287 section
 * 4.1.3.3: else they are markup, if text.
 */
function fromBase64({ attributes, children }: XmlElement): string {
  const text = decodeBase64(children.filter((child) => typeof child === "string").join(""));
  const plain = attributes.has("mode") && !/html/i.test(attributes.get("type") ?? "");
  return plain ? escapeHtml(text) : text;
}

function decodeBase64(text: string): string {
  const compact = text.replace(/\s+/g, "");
  if (compact === "" || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return text.trim();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(compact, "base64")).trim();
  } catch (thrown) {
    // A server that says base64 and sends text (or a picture) is read as text.
    if (thrown instanceof TypeError) return text.trim();
    throw thrown;
  }
}

/**
 * RSS titles and texts do not say whether they are HTML. As feedparser has it: they are where there is an end tag or an
 * entity, and every tag and entity is one that HTML knows. (`<br>` and `<img …>` count, as they need no end tag.)
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
