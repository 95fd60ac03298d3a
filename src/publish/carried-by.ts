import type { StoredEntry } from "../domain/entry.ts";
import type { Instant } from "../domain/time.ts";
import { cleanLine, escapeHtml } from "./clean-text.ts";
import { cleanUrl } from "./clean-url.ts";

/**
 * The paragraph that names the other carriers, with links; "" when there are none. It leaves out carriers whose source
 * has withdrawn the text. `pageUrl` is our page that lists all carriers.
 */
export function carriedBy(carriers: readonly MergedCarrier[], pageUrl: string): string {
  const others = carriers.filter(({ isStruck }) => !isStruck);
  if (others.length === 0) return "";
  const named = others.slice(0, carriersNamedMax).map(nameWithLink).join(", ");
  const rest = others.length - carriersNamedMax;
  const more = rest > 0 ? ` and <a href="${escapeHtml(pageUrl)}">${rest} more</a>` : "";
  return `<p>Also carried by ${named}${more}.</p>`;
}

/**
 * The paragraph with the title and the summary of `found`, the text that a search found in an item whose lead is
 * another text. "" when `found` is undefined.
 */
export function foundIn(found: StoredEntry | undefined): string {
  if (found === undefined) return "";
  const source = cleanLine(found.source.name);
  const title = escapeHtml(cleanLine(found.title) || source);
  const url = cleanUrl(found.url);
  const named = url === null ? title : `<a href="${escapeHtml(url)}">${title}</a>`;
  const summary = escapeHtml(cleanLine(found.summary));
  return `<p>Found in ${escapeHtml(source)}: ${named}${summary === "" ? "" : ` – ${summary}`}</p>`;
}

const carriersNamedMax = 20;

function nameWithLink(carrier: MergedCarrier): string {
  const name = escapeHtml(carrier.source);
  return carrier.url === null ? name : `<a href="${escapeHtml(carrier.url)}">${name}</a>`;
}

/** One outlet that carries the text, as the formats show it. */
export interface MergedCarrier {
  readonly source: string;
  readonly isAgency: boolean;
  /** True when the source has withdrawn the text. */
  readonly isStruck: boolean;
  readonly url: string | null;
  readonly title: string;
  readonly publishedAt: Instant;
}
