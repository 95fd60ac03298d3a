/** Whether a tag may have this name: "b", "dc:date" and "été" are possible; "5", "<a" and "=" are not. */
export function isTagName(name: string): boolean {
  return tagNamePattern.test(name);
}

const tagNamePattern = /^[A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*$/;

/**
 * True for the names of HTML and of the feed formats, and for every name with a prefix. A tag with such a name counts
 * as a tag even if it is damaged.
 */
export function isVocabularyName(name: string): boolean {
  return name.includes(":") || htmlNames.has(name.toLowerCase()) || feedNames.has(name.toLowerCase());
}

/** HTML elements without an end tag, except those whose names a feed format also uses. */
export const voidNames: ReadonlySet<string> = new Set(
  "area basefont br col embed frame hr img input keygen wbr".split(" ").flatMap((name) => [name, `xhtml:${name}`]),
);

/** The names of HTML elements, old and new. */
export const htmlNames: ReadonlySet<string> = new Set(
  (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button " +
    "canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed " +
    "event-source fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i " +
    "iframe img input ins kbd keygen label legend li m map mark menu meter multicol nav nextid noscript object ol optgroup " +
    "option output p param picture pre progress q s samp script section select small sound source spacer span strike " +
    "strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var " +
    "video wbr xmp"
  ).split(" "),
);

const feedNames: ReadonlySet<string> = new Set(
  (
    "rss channel item title link description guid pubdate author category comments enclosure source feed entry id " +
    "updated published summary content name uri email rights copyright language image url items managingeditor " +
    "webmaster lastbuilddate ttl cloud generator docs modified issued created tagline subtitle contributor"
  ).split(" "),
);

/** The elements of items. */
export const itemNames: ReadonlySet<string> = new Set(["item", "entry"]);
/** The elements that contain a feed's fields and its items. */
export const containerNames: ReadonlySet<string> = new Set([
  "",
  "rss",
  "rdf:rdf",
  "channel",
  "feed",
  "items",
  "rdf:seq",
]);

/** Fields that contain one text and never another field. If another field begins inside one, the end tag was lost. */
export const leafNames: ReadonlySet<string> = new Set([
  "title",
  "link",
  "guid",
  "id",
  "pubdate",
  "comments",
  "description",
  "summary",
  "updated",
  "published",
  "modified",
  "issued",
  "created",
  "content:encoded",
  "dc:creator",
  "dc:date",
  "dc:subject",
  "dc:title",
]);

/** Fields whose names HTML does not have. They end a leaf that is still open. */
export const fieldNames: ReadonlySet<string> = new Set([
  "guid",
  "id",
  "pubdate",
  "description",
  "category",
  "comments",
  "enclosure",
  "author",
  "published",
  "updated",
  "modified",
  "issued",
  "created",
  "content",
  "content:encoded",
  "dc:creator",
  "dc:date",
  "dc:subject",
  "dc:title",
]);

/** Leaves whose text may be HTML, so that a nested <title> or <link> may be part of the text. */
export const bodyNames: ReadonlySet<string> = new Set(["description", "summary", "content:encoded"]);
