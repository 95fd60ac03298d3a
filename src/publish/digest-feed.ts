import { type DigestItem, digestWords, type SectionDigest } from "../domain/alerts/digests/digest.ts";
import { titleOf } from "../domain/alerts/make-message.ts";
import { counted } from "../domain/text/counted.ts";
import type { Instant } from "../domain/time.ts";
import { cleanLine, escapeHtml } from "./clean-text.ts";
import { cleanUrl } from "./clean-url.ts";
import { inEachFormat } from "./feed-formats.ts";
import { emptySince, feedId, type MergedFeed } from "./merged-feed.ts";
import type { MergedItem } from "./merged-item.ts";
import { idOf, type Publisher } from "./publisher.ts";

interface DigestFeedOptions extends Publisher {
  /** The path of the section's digests without a suffix: "/feeds/world/digest". */
  readonly path: string;
  /** The query in canonical form, with the reader's key if the section needs one. */
  readonly query: string;
}

/**
 * The feed of a section's digests: one item for each digest that has news, the newest first. Like `mergedFeed`, this
 * function is pure and does not depend on the present time. The feed is not a topic of the hub.
 */
export function digestFeed(
  digests: readonly SectionDigest[],
  sectionTitle: string,
  options: DigestFeedOptions,
): MergedFeed {
  const { baseUrl, path, query } = options;
  const items = digests.filter(hasNews).map((digest) => digestItem(digest, sectionTitle, options));
  const title = cleanLine(sectionTitle) || "wiredesk";
  return {
    id: feedId(options),
    title: `${title}: digests`,
    description: `${title}: the top stories and what changed, at fixed hours`,
    homeUrl: `${baseUrl}/`,
    selfUrls: inEachFormat((suffix) => `${baseUrl}${path}.${suffix}${query}`),
    hubUrl: null,
    nextUrls: null,
    archive: { isArchive: false, prevUrls: null, nextUrls: null, currentUrls: null },
    language: null,
    updatedAt: Math.max(emptySince, ...items.map(({ updatedAt }) => updatedAt)),
    changedAt: Math.max(emptySince, ...items.map(({ changedAt }) => changedAt)),
    ttlMinutes: 60,
    items,
  };
}

/** Whether a digest has any items. The empty digest of a quiet night stays in the store, but not in the feed. */
export function hasNews({ top, changes }: SectionDigest): boolean {
  return top.length + changes.length > 0;
}

/** The title of a digest: the section, the time at which the digest ends, and how much it contains. */
export function digestTitle(digest: SectionDigest, sectionTitle: string): string {
  const { to, timeZone } = digest;
  return `${cleanLine(sectionTitle) || "wiredesk"}, ${timeIn(timeZone, to)}: ${digestWords(digest)}`;
}

/** The fragment of a digest's address on the page of its feed. */
export function digestAnchor({ to }: Pick<SectionDigest, "to">): string {
  return `digest-${to}`;
}

/**
 * The line for an item of a digest: its headline, after the word for its change; or the source's name, if it has none.
 */
export function digestLine(item: DigestItem): string {
  return cleanLine(titleOf(item)) || cleanLine(item.source);
}

function digestItem(digest: SectionDigest, sectionTitle: string, options: DigestFeedOptions): MergedItem {
  const { baseUrl, path, query } = options;
  const { to, top, changes } = digest;
  const sectionPath = path.slice(0, -"/digest".length);
  return {
    id: idOf(options, `${path}/${to}`),
    number: to,
    url: `${baseUrl}${path}.rss${query}#${digestAnchor(digest)}`,
    title: digestTitle(digest, sectionTitle),
    summary: [...top, ...changes].slice(0, summaryItems).map(digestLine).join(" · "),
    html: htmlOf(digest, baseUrl),
    authors: [{ name: "wiredesk", email: null, url: null }],
    source: {
      name: cleanLine(sectionTitle) || "wiredesk",
      feedUrl: `${baseUrl}${sectionPath}`,
      feedId: idOf(options, `${sectionPath}.atom`),
    },
    ...{ publishedAt: to, updatedAt: to, changedAt: Math.max(to, digest.madeAt) },
    ...nothingElse,
    extension: extensionOf(digest, baseUrl),
  };
}

/** How many headlines the summary of a digest names. */
const summaryItems = 5;

/** The values of the fields that a digest does not use. */
const nothingElse = {
  ...{ categories: [], attachments: [], imageUrl: null, language: null, rights: null, point: null, publisher: null },
  ...{ withdrawn: false, withdrawnByEditors: false, carriers: [], reasons: [], cue: null },
  ...{ copyId: 0, storyId: 0, copyCount: 0, outlets: 0, urgency: 5 },
} as const;

function htmlOf({ from, to, timeZone, top, changes, more }: SectionDigest, baseUrl: string): string {
  const listed = (items: readonly DigestItem[]) => items.map((item) => listItem(item, baseUrl)).join("");
  const rest = more > 0 ? `<p>And ${counted(more, "more story", "more stories")}.</p>` : "";
  return [
    `<p>From ${timeIn(timeZone, from)} to ${timeIn(timeZone, to)} (${escapeHtml(timeZone)}).</p>`,
    top.length === 0 ? "" : `<h3>Top stories</h3><ol>${listed(top)}</ol>${rest}`,
    changes.length === 0 ? "" : `<h3>What changed</h3><ul>${listed(changes)}</ul>`,
  ].join("");
}

function listItem(item: DigestItem, baseUrl: string): string {
  const page = `${baseUrl}/stories/${item.storyId}`;
  const line = `<a href="${escapeHtml(cleanUrl(item.url) ?? page)}">${escapeHtml(digestLine(item))}</a>`;
  const summary = cleanLine(item.summary);
  const told = summary === "" ? "" : `<br>${escapeHtml(summary)}`;
  const outlets = `<a href="${escapeHtml(page)}">${counted(item.outlets, "outlet")}</a>`;
  return `<li>${line}<br>${escapeHtml(cleanLine(item.source))}, ${outlets}${told}</li>`;
}

function extensionOf({ from, to, top, changes, more }: SectionDigest, baseUrl: string): object {
  const told = ({ event, storyId, headline, source, outlets, url, at }: DigestItem) => ({
    ...{ event, story: storyId, headline: cleanLine(headline), source: cleanLine(source), outlets, url: cleanUrl(url) },
    ...{ page: `${baseUrl}/stories/${storyId}`, at: new Date(at).toISOString() },
  });
  return {
    digest: {
      ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
      ...{ top: top.map(told), changes: changes.map(told), more },
    },
  };
}

/**
 * "1 December 06:00" on the clock of a place. Its parts are joined here, because releases of Node.js put different
 * punctuation between them.
 */
function timeIn(timeZone: string, at: Instant): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  } as const).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("day")} ${part("month")} ${part("hour")}:${part("minute")}`;
}
