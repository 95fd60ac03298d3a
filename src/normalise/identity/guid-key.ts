import { foldUrl } from "./fold-url.ts";

/** Drupal's guids: "2018567 at https://www.example.org". */
const nodeAtSite = /^(\d+) at https?:\/\/\S+$/;

/**
 * A guid without what flips while the entry stays the same: scheme, host and tracking parameters of an address; the
 * site in a Drupal guid; white space. Equal keys may be one entry, so that more than the key must agree before two are
 * taken for one. Never empty for a guid that is not.
 */
export function guidKey(guid: string): string {
  const trimmed = guid.replace(/\s+/g, " ").trim();
  const node = nodeAtSite.exec(trimmed);
  if (node !== null) return `${node[1]} at`;
  if (!/^(?:https?:)?\/\//i.test(trimmed)) return trimmed;
  const absolute = trimmed.startsWith("//") ? `https:${trimmed}` : trimmed;
  const folded = foldUrl(absolute);
  if (folded === null) return trimmed;
  // A path of "/" alone would make the home pages of all hosts one.
  return folded.rest === "/" ? `${folded.site}/` : folded.rest;
}
