import { Parser } from "htmlparser2";
import { cleanText, escapeHtml } from "./clean-text.ts";
import { cleanUrl } from "./clean-url.ts";

/**
 * HTML that may go out to strangers' readers: known elements and attributes only, links absolute http(s), every element closed.
 * Bodies are sanitised when they come in; this is the second wall, for rows that older rules let through.
 * Null where the nesting is deeper than `depthMax` (the parser's own stack costs depth squared).
 */
export function safeHtml(html: string): string | null {
  const out: string[] = [];
  const state = { depth: 0, hidden: 0, tooDeep: false };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => openTag(out, state, name, attributes),
      ontext: (text) => {
        if (state.hidden === 0) out.push(escapeText(text));
      },
      onclosetag: (name) => closeTag(out, state, name),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  const clean = cleanText(html);
  for (let start = 0; start < clean.length && !state.tooDeep; start += sliceChars) {
    parser.write(clean.slice(start, start + sliceChars));
  }
  if (state.tooDeep) return null;
  parser.end();
  return out.join("");
}

interface State {
  depth: number;
  /** Open elements whose content is dropped with them. */
  hidden: number;
  tooDeep: boolean;
}

function openTag(out: string[], state: State, name: string, attributes: Record<string, string>): void {
  if (!voidElements.has(name)) {
    state.depth += 1;
    if (state.depth > depthMax) state.tooDeep = true;
  }
  if (droppedWithContent.has(name)) state.hidden += 1;
  if (state.hidden > 0 || !elements.has(name)) return;
  out.push("<", name);
  for (const [key, value] of Object.entries(attributes)) out.push(safeAttribute(name, key, value));
  out.push(">");
}

function closeTag(out: string[], state: State, name: string): void {
  if (voidElements.has(name)) return;
  state.depth -= 1;
  if (droppedWithContent.has(name)) {
    state.hidden -= 1;
    return;
  }
  if (state.hidden === 0 && elements.has(name)) out.push("</", name, ">");
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
/** The depth is looked at between slices, so one slice bounds how deep the parser can get before we stop. */
const sliceChars = 8_192;

const voidElements = new Set(
  "area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen image command isindex".split(
    " ",
  ),
);
const elements = new Set(
  (
    "a abbr article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em " +
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p picture pre q rp rt ruby s samp section " +
    "small source span strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video wbr"
  ).split(" "),
);
const droppedWithContent = new Set(
  (
    "applet canvas datalist frameset head iframe math noembed noframes noscript object option plaintext script select style svg " +
    "template textarea title xmp"
  ).split(" "),
);
const globalAttributes = new Set(["dir", "lang", "title"]);
const urlAttributes = new Set(["href", "src", "poster", "cite"]);
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  a: ["href", "hreflang"],
  audio: ["src", "controls"],
  blockquote: ["cite"],
  del: ["cite", "datetime"],
  img: ["src", "alt", "width", "height"],
  ins: ["cite", "datetime"],
  ol: ["start", "reversed"],
  q: ["cite"],
  source: ["src", "type"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan", "scope"],
  time: ["datetime"],
  video: ["src", "controls", "poster", "width", "height"],
};
