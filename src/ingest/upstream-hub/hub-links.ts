import type { Headers } from "../../domain/document.ts";
import type { ParsedFeed } from "../../domain/parsed-feed.ts";
import type { UpstreamHub } from "../../domain/upstream-hub.ts";
import { readLinkHeader } from "../../fetch/link-header.ts";

/** The address of a feed's hub, and the feed's address at that hub. */
export interface HubLinks {
  readonly protocol: UpstreamHub["protocol"];
  readonly hubUrl: string;
  readonly topic: string;
}

/**
 * Finds the hub of a feed. WebSub section 4: Link headers have priority over the document. A cloud is used when there
 * is no hub. A hub is used only if a self link names the topic, because our own address of the feed may contain a key.
 * For a cloud without a self link, our own address is used if it has no query. null when neither a hub nor a cloud can
 * be used. Pure.
 */
export function hubLinks(
  headers: Headers,
  parsed: Pick<ParsedFeed, "hubUrls" | "selfUrl" | "rssCloud"> | null,
  finalUrl: string,
): HubLinks | null {
  const links = readLinkHeader(headers.link);
  const said = (rel: string) => links.find((link) => link.rels.includes(rel))?.target ?? null;
  const hubUrl = absolute(said("hub") ?? parsed?.hubUrls[0] ?? null, finalUrl);
  const topic = absolute(said("self") ?? parsed?.selfUrl ?? null, finalUrl);
  if (hubUrl !== null && topic !== null) return { protocol: "websub", hubUrl, topic };
  const cloudUrl = parsed?.rssCloud ?? null;
  const known = topic ?? (new URL(finalUrl).search === "" ? finalUrl : null);
  return cloudUrl === null || known === null ? null : { protocol: "rsscloud", hubUrl: cloudUrl, topic: known };
}

function absolute(address: string | null, base: string): string | null {
  if (address === null || !URL.canParse(address, base)) return null;
  const url = new URL(address, base);
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
}
