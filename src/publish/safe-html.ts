import { Parser } from "htmlparser2";
import { cleanText, escapeHtml } from "./clean-text.ts";
import { cleanUrl } from "./clean-url.ts";
import { createHtmlNesting, type HtmlNesting, type OpenElement } from "./html-nesting.ts";

/**
 * Makes HTML safe to publish: only known elements and attributes, only absolute http(s) links, every element closed.
 * Bodies are already sanitised when they come in. This second check is for rows that were stored under older rules.
 * Returns null when the nesting is deeper than `depthMax`, because the parser's cost grows with the square of the
 * depth.
 */
export function safeHtml(html: string): string | null {
  const out: string[] = [];
  const state: State = { depth: 0, hidden: 0, tooDeep: false, written: [], nesting: createHtmlNesting(out) };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => openTag(state, name, attributes),
      ontext: (text) => {
        if (state.hidden === 0) state.nesting.addText(escapeText(text));
      },
      onclosetag: (name) => closeTag(state, name),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  for (let start = 0; start < html.length && !state.tooDeep; start += sliceChars) {
    parser.write(html.slice(start, start + sliceChars));
  }
  if (state.tooDeep) return null;
  parser.end();
  // Clean the text last, because "&#0;" and "&#13;" are decoded only now.
  return cleanText(out.join(""));
}

interface State {
  depth: number;
  /** The number of open elements whose content is dropped with them. */
  hidden: number;
  tooDeep: boolean;
  /** The open source elements, each with its written form, or null when the element's tags are dropped. */
  readonly written: (OpenElement | null)[];
  readonly nesting: HtmlNesting;
}

function openTag(state: State, name: string, attributes: Record<string, string>): void {
  if (voidElements.has(name)) {
    if (state.hidden > 0) return;
    if (name === "source") addMediaLink(state, attributes, name);
    else if (elements.has(name) && hasPlace(state, name)) state.nesting.addVoid(name, startTag(name, attributes));
    return;
  }
  state.depth += 1;
  if (state.depth > depthMax) state.tooDeep = true;
  if (droppedWithContent.has(name)) state.hidden += 1;
  if (state.hidden === 0 && (name === "audio" || name === "video")) addMediaLink(state, attributes, name);
  const isWritten = state.hidden === 0 && elements.has(name) && hasPlace(state, name);
  state.written.push(isWritten ? state.nesting.open(name, startTag(name, attributes)) : null);
}

/** HTML allows no table part outside a table, and no link inside a link. */
function hasPlace({ nesting }: State, name: string): boolean {
  if (name === "a") return !nesting.has("a");
  return nesting.has("table") || !tableParts.has(name);
}

function closeTag(state: State, name: string): void {
  if (voidElements.has(name)) return;
  state.depth -= 1;
  if (droppedWithContent.has(name)) state.hidden -= 1;
  const written = state.written.pop() ?? null;
  if (written !== null) state.nesting.close(written);
}

/** Most readers silently drop media players, so we leave a link to the media. */
function addMediaLink({ nesting }: State, attributes: Record<string, string>, name: string): void {
  const url = cleanUrl(attributes.src ?? null);
  if (url === null || nesting.has("a")) return;
  const poster = cleanUrl(attributes.poster ?? null);
  const link = nesting.open("a", `<a href="${escapeHtml(url)}">`);
  if (poster !== null) nesting.addVoid("img", `<img src="${escapeHtml(poster)}" alt="">`);
  nesting.addText(`▶ ${name === "source" ? "media" : name}`);
  nesting.close(link);
  nesting.addText(" ");
}

function startTag(name: string, attributes: Record<string, string>): string {
  const written = Object.entries(attributes).map(([key, value]) => safeAttribute(name, key, value));
  return `<${name}${written.join("")}>`;
}

function safeAttribute(element: string, key: string, value: string): string {
  if (urlAttributes.has(key)) {
    const isMail = element === "a" && /^mailto:[^\s<>"']+$/i.test(value);
    const url = isMail ? value : cleanUrl(value.trim());
    return url !== null && (attributesOf[element] ?? []).includes(key) ? ` ${key}="${escapeHtml(url)}"` : "";
  }
  if (!globalAttributes.has(key) && !(attributesOf[element] ?? []).includes(key)) return "";
  return ` ${key}="${escapeHtml(value)}"`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const depthMax = 256;
/** The depth is checked between slices, so the slice size bounds how deep the parser can go. */
const sliceChars = 8_192;

const voidElements = new Set(
  "area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen image command isindex".split(
    " ",
  ),
);
const elements = new Set(
  (
    "a abbr article aside b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em " +
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p picture pre q rp rt ruby s samp section " +
    "small span strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr"
  ).split(" "),
);
const droppedWithContent = new Set(
  (
    "applet canvas datalist frameset head iframe math noembed noframes noscript object option plaintext script select style svg " +
    "template textarea title xmp"
  ).split(" "),
);
const globalAttributes = new Set(["dir", "lang", "title"]);
const urlAttributes = new Set(["href", "src", "cite"]);
const tableParts = new Set("caption col colgroup tbody td tfoot th thead tr".split(" "));
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  a: ["href", "hreflang"],
  blockquote: ["cite"],
  del: ["cite", "datetime"],
  img: ["src", "alt", "width", "height"],
  ins: ["cite", "datetime"],
  ol: ["start", "reversed"],
  q: ["cite"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan", "scope"],
  time: ["datetime"],
};
