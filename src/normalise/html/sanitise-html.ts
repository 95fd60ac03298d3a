import sanitizeHtml from "sanitize-html";
import { cleanText } from "../clean-text.ts";
import { hiddenElements } from "./html-elements.ts";
import { prepareHtml } from "./prepare-html.ts";
import { nestingDepthMax, pruneTags } from "./prune-tags.ts";

/**
 * Sanitises HTML so that it may be shown anywhere: only the elements that news uses, absolute http(s) addresses, closed
 * tags; no scripts, styles, classes, ids, event handlers, frames or tracking pixels. `base`: relative addresses are
 * resolved against it; null drops them.
 */
export function sanitiseHtml(html: string, base: string | null): string {
  const prepared = cleanText(prepareHtml(html));
  // Most short texts contain no tags. Skip the parser for them: its result would be the same.
  if (!/[<&]/.test(prepared)) return prepared.replaceAll(">", "&gt;").trim();
  return withoutBlindPictures(sanitizeHtml(pruneTags(prepared, keptTags), options(base))).trim();
}

const allowedTags: readonly string[] =
  "a abbr article aside audio b bdi bdo blockquote br caption center cite code dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p picture pre q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th thead time tr u ul var video wbr".split(
    " ",
  );

/** Elements whose text is hidden are kept as well, because the sanitiser drops them together with their text. */
const keptTags: ReadonlySet<string> = new Set([...allowedTags, ...hiddenElements]);

const allowedAttributes: Readonly<Record<string, string[]>> = {
  a: ["href", "title", "rel"],
  abbr: ["title"],
  audio: ["src", "controls"],
  blockquote: ["cite"],
  img: ["src", "alt", "title", "width", "height"],
  ol: ["start", "reversed"],
  q: ["cite"],
  source: ["src", "type"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan", "scope"],
  time: ["datetime"],
  video: ["src", "poster", "controls", "width", "height"],
  "*": ["lang", "dir"],
};

type Attributes = sanitizeHtml.Attributes;

/** The types of sanitize-html lack some of its options. */
type Options = sanitizeHtml.IOptions & { readonly allowedEmptyAttributes: string[] };

function options(base: string | null): Options {
  const withAbsolute = (change: (attribs: Attributes) => Attributes): sanitizeHtml.Transformer => {
    return (tagName, attribs) => ({ tagName, attribs: change(absoluteAddresses(attribs, base)) });
  };
  const plain = withAbsolute((attribs) => attribs);
  const player = withAbsolute((attribs) => ({ ...attribs, controls: "" }));
  return {
    allowedTags: [...allowedTags],
    allowedAttributes,
    allowedEmptyAttributes: ["alt", "controls", "reversed"],
    nonBooleanAttributes: ["href", "src", "cite", "poster", "title", "lang", "dir"],
    allowedSchemes: ["http", "https"],
    allowProtocolRelative: false,
    nonTextTags: [...hiddenElements],
    nestingLimit: nestingDepthMax,
    selfClosing: ["img", "br", "hr", "source", "wbr"],
    transformTags: {
      a: withAbsolute(linkAttributes),
      img: (tagName, attribs) => ({
        tagName,
        attribs: pictureAttributes(absoluteAddresses(lazySource(attribs), base)),
      }),
      audio: player,
      video: player,
      source: plain,
      blockquote: plain,
      q: plain,
    },
  };
}

const addressAttributes = ["href", "src", "cite", "poster"] as const;

function absoluteAddresses(attribs: Attributes, base: string | null): Attributes {
  const made: Attributes = { ...attribs };
  for (const name of addressAttributes) {
    const value = made[name];
    if (value === undefined) continue;
    const url = URL.parse(value.trim(), base ?? undefined);
    if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) made[name] = url.href;
    else delete made[name];
  }
  return made;
}

/**
 * The attributes of a link. "nofollow" tells search engines that we do not vouch for the target. "noopener noreferrer"
 * hides the reader's page from the target.
 */
function linkAttributes(attribs: Attributes): Attributes {
  const { rel: _, ...rest } = attribs;
  return rest.href === undefined ? rest : { ...rest, rel: "noopener noreferrer nofollow" };
}

/**
 * Restores the address of a picture. Pages that load pictures by script write the real address in an attribute beside a
 * placeholder, and feeds copy such pages.
 */
function lazySource(attribs: Attributes): Attributes {
  const real = attribs["data-src"] ?? attribs["data-lazy-src"] ?? attribs["data-original"];
  const src = attribs.src;
  return real !== undefined && (src === undefined || src.startsWith("data:")) ? { ...attribs, src: real } : attribs;
}

/**
 * The attributes of a picture. A tracking pixel loses its address here, and its tag later (see `withoutBlindPictures`).
 */
function pictureAttributes(attribs: Attributes): Attributes {
  const url = attribs.src === undefined ? null : URL.parse(attribs.src);
  if (url !== null && !isTrackingPixel(url, attribs.width, attribs.height)) return attribs;
  const { src: _, ...rest } = attribs;
  return rest;
}

/**
 * Removes pictures without an address. The pattern finds whole tags, because the sanitiser has escaped every ">" in
 * attributes. The sanitiser's own filter would take time that grows with the square of the number of pictures.
 */
function withoutBlindPictures(html: string): string {
  return html.replace(/<img\b[^>]*>/g, (tag) => (tag.includes(' src="') ? tag : ""));
}

/** Hosts (with their subdomains) that serve invisible pictures, or buttons for sharing. */
const pixelHosts: readonly string[] = [
  "feeds.feedburner.com",
  "feedproxy.google.com",
  "feedsportal.com",
  "pheedo.com",
  "doubleclick.net",
  "google-analytics.com",
  "googleadservices.com",
  "googlesyndication.com",
  "scorecardresearch.com",
  "quantserve.com",
  "stats.wordpress.com",
  "pixel.wp.com",
  "feeds.wordpress.com",
  "facebook.com",
  "ads.pheedo.com",
  "res3.feedsportal.com",
  "mf.feeds.reuters.com",
  "cmail19.com",
  "list-manage.com",
  "chartbeat.net",
  "ioam.de",
  "vgwort.de",
  "met.vgwort.de",
  "counter.theguardian.com",
  "a.fsdn.com",
  "imrworldwide.com",
  "omtrdc.net",
  "2o7.net",
  "webtrekk.net",
  "xiti.com",
  "counter.yadro.ru",
  "mc.yandex.ru",
  "top-fwz1.mail.ru",
  "matomo.cloud",
  "parsely.com",
];

/** Whether a picture only serves to count readers. `width` and `height` are as written on the element. */
function isTrackingPixel(url: URL, width: string | undefined, height: string | undefined): boolean {
  if (isDot(width) || isDot(height)) return true;
  return pixelHosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}

/** Whether a size is 0 or 1 pixel. */
function isDot(size: string | undefined): boolean {
  return size !== undefined && /^\s*[01](?:px)?\s*$/.test(size);
}
