import { foldUrl } from "./fold-url.ts";

/**
 * "ferry-runs-again" names an article; "warnings" and "live-blog" name the page that one article after another stands
 * on.
 */
const pageWordsMax = 2;
const articleCharsMin = 20;

/**
 * Whether an address is likelier a fixed page (a home page, a section, a live page) than one article's: no digit, no
 * query, no more than `wordsMax` words.
 */
export function isPageAddress(url: string, wordsMax = pageWordsMax): boolean {
  const rest = foldUrl(url)?.rest;
  if (rest === undefined) return false;
  if (rest === "/") return true;
  if (/[\d?#]/.test(rest)) return false;
  const name = rest.slice(rest.lastIndexOf("/") + 1);
  return name.length < articleCharsMin && name.split(/[-_.+]/).length <= wordsMax;
}
