import type { Entry } from "../../domain/entry.ts";
import type { KnownEntry } from "../../domain/feeds/feed-store.ts";
import { articleId, hasArticleId } from "./article-id.ts";
import { foldUrl, isPageAddress } from "./fold-url.ts";
import type { GuidFit } from "./guid-fit.ts";

/**
 * How two addresses compare. Equal addresses are "article" (the address contains an id), "likelyArticle" (it contains a
 * digit or a long slug, or is the entry's only id), "slug" (a few words) or "page" (a section, a status page). "kin":
 * different addresses of one article. "untold": the addresses prove nothing, for example because one entry has none.
 */
export type AddressFit = "article" | "likelyArticle" | "kin" | "slug" | "page" | "untold" | "different";

/**
 * Compares two addresses. An equal address of a page proves nothing if the guids are equal but poor. An equal address
 * without a key proves nothing either, because several stories of a document share it.
 */
export function addressFit(
  incoming: Entry,
  past: KnownEntry,
  guid: GuidFit,
  standingPages: ReadonlySet<string>,
): AddressFit {
  const { url } = incoming;
  if (url === null || past.url === null) return "untold";
  if (incoming.urlKey === null || past.urlKey === null) return url === past.url ? "untold" : otherFit(url, past.url);
  if (incoming.urlKey === past.urlKey) {
    if (guid === "different" && standingPages.has(incoming.urlKey)) return "page";
    const grade = addressGrade(url);
    if (grade === "page") return guid === "place" || guid === "addressAndTitle" ? "untold" : "page";
    const isOnlyId = incoming.guidOrigin === "permalink" && incoming.guid === past.guid;
    return grade === "slug" && isOnlyId ? "likelyArticle" : grade;
  }
  return guid === "version" ? otherFit(withoutFragment(url), withoutFragment(past.url)) : otherFit(url, past.url);
}

function otherFit(url: string, other: string): AddressFit {
  return isKin(url, other) ? "kin" : "different";
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/, "");
}

const slugCharsMin = 25;
const slugWordsMin = 4;

function addressGrade(url: string): "article" | "likelyArticle" | "slug" | "page" {
  if (isPageAddress(url)) return "page";
  const rest = foldUrl(url)?.rest ?? "";
  if (hasArticleId(rest)) return "article";
  const name = rest.slice(rest.lastIndexOf("/") + 1);
  const isLong = name.length >= slugCharsMin || name.split(/[-_.+]/).length >= slugWordsMin;
  return isLong || /\d/.test(rest) ? "likelyArticle" : "slug";
}

/** Names of parameters that identify an article, whatever their values look like. */
const idNames =
  /^(?:.*(?:id|no|nr|num|number|article|story|post|page|item|news|key|slug|title|q)|p|a|n|s|v|doc|entry|section|cat|tag|lang)$/i;
const visitNames =
  /^(?:_|sid|.*sess(?:ion)?(?:id)?|token|nocache|rand(?:om)?|cb|cachebuster|ts|time(?:stamp)?|nonce)$/i;
/** A long value with digits is probably made for each visit. A shorter value names something. */
const visitValue = /^(?=.*\d)[\w.~%+=-]{8,}$/;

/**
 * Whether two different addresses of one site name the same article: their paths contain the same id, or the addresses
 * differ only in parameters that change with each visit.
 */
function isKin(url: string, other: string): boolean {
  const [one, two] = [foldUrl(url), foldUrl(other)];
  if (one === null || two === null || one.site !== two.site) return false;
  const [path, query] = split(one.rest);
  const [otherPath, otherQuery] = split(two.rest);
  if (path === otherPath) return path !== "/" && isSameButForVisit(query, otherQuery);
  const id = articleId(path);
  return id !== null && id === articleId(otherPath);
}

function isSameButForVisit(query: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  const names = new Set([...query.keys(), ...other.keys()]);
  return [...names].every((name) => {
    const [value, otherValue] = [query.get(name), other.get(name)];
    if (value === otherValue || visitNames.test(name)) return true;
    return !idNames.test(name) && [value, otherValue].every((one) => one === undefined || visitValue.test(one));
  });
}

function split(rest: string): readonly [string, ReadonlyMap<string, string>] {
  const at = rest.indexOf("?");
  if (at < 0) return [rest, new Map()];
  return [rest.slice(0, at), new Map(new URLSearchParams(rest.slice(at + 1)))];
}
