import type { ParsedItem } from "../domain/parsed-feed.ts";
import { plainText } from "./html/plain-text.ts";

export interface Body {
  /** The fullest body, as the feed wrote it; "" where it gives none. */
  readonly html: string;
  /** Its words. */
  readonly text: string;
  /** The words of the short text, or of the body where there is no short one. */
  readonly summary: string;
}

/** The fullest body that an item gives: its long text, unless the short one says more. */
export function chooseBody(item: Pick<ParsedItem, "summaryHtml" | "contentHtml">): Body {
  const longHtml = item.contentHtml ?? "";
  const shortHtml = item.summaryHtml ?? "";
  const short = plainText(shortHtml);
  const long = longHtml === shortHtml ? short : plainText(longHtml);
  const summary = short === "" ? long : short;
  // A long text without words may still be a picture or a player, when the short one is nothing at all.
  const useLong = long.length > short.length || (long.length === short.length && longHtml !== "");
  return useLong ? { html: longHtml, text: long, summary } : { html: shortHtml, text: short, summary };
}
