import type { Command } from "commander";
import type { Config } from "../../config/config.ts";
import type { FetchResult, RawDocument } from "../../domain/document.ts";
import { WireError } from "../../domain/errors.ts";
import { type Feed, type FeedStatus, isSourceKind } from "../../domain/feed.ts";
import { feedHealth } from "../../domain/feed-health.ts";
import type { ParsedFeed } from "../../domain/parsed-feed.ts";
import type { Parser } from "../../domain/ports.ts";
import type { Store } from "../../domain/store.ts";
import type { Instant } from "../../domain/time.ts";
import { discoverFeeds } from "../../fetch/discover-feeds.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import { sniffDocument } from "../../fetch/sniff-document.ts";
import { defaultPollingSettings } from "../../ingest/poll/poll-types.ts";
import type { Reader } from "../../ingest/reading/reading-types.ts";
import { carryOut } from "../carry-out.ts";
import type { CliDeps } from "../cli-deps.ts";
import { runDesk } from "../data/run-desk.ts";
import { fetchAnswer } from "../reading/read-documents.ts";
import { withStore } from "../with-store.ts";
import { findFeed } from "./feeds-command.ts";
import { requireHttpUrl } from "./require-http-url.ts";

interface AddOptions {
  source?: string;
  kind: string;
  rank: string;
  private?: boolean;
  check: boolean;
}

const candidatesMax = 8;

/** `wiredesk feeds add URL`: URL is a feed, or a site. On a site, the command searches for feeds. */
export function addFeedsAddCommand(feeds: Command, deps: CliDeps): void {
  feeds
    .command("add")
    .description("subscribe to a feed, or to the first feed that a site advertises")
    .argument("<url>", "the address of a feed or a site")
    .option("--source <name>", "the agency or outlet behind it (default: the feed's title)")
    .option("--kind <kind>", "agency, outlet or aggregator", "outlet")
    .option("--rank <number>", "the source with the lower number leads", "100")
    .option("--private", "licensed copy: only signed-in editors and sections with access keys show it")
    .option("--no-check", "subscribe without fetching it first")
    .action((written: string, options: AddOptions, command: Command) =>
      withStore(deps, command, async (store, config) => {
        const url = requireHttpUrl(written);
        const reader = await deps.createReader("live");
        try {
          const found = options.check ? await findFeedAt(deps, command, reader, url) : unchecked(url);
          await refuseSame(deps, store, found);
          const source = readSource(options, found.parsed?.title ?? new URL(found.url).hostname);
          const siteUrl = found.parsed?.siteUrl ?? null;
          const spec = { url: found.url, source, title: found.parsed?.title ?? null, siteUrl, intervalMs: null };
          const checked = found.answer === null ? {} : ({ isChecked: true } as const);
          const { feedId } = await carryOut(deps, config, store, { kind: "addFeed", spec, ...checked });
          if (found.answer !== null) await storeChecked({ ...deps, config, store, reader }, feedId, found.answer);
          for (const item of found.parsed?.items.slice(0, 5) ?? []) deps.talk(`  ${item.title}`);
          deps.out(`${feedId}  ${redactUrl(spec.url)}  ${source.name}`);
        } finally {
          await reader.close();
        }
      }),
    );
}

function readSource(options: AddOptions, title: string) {
  const rank = Number(options.rank);
  const { kind } = options;
  if (!isSourceKind(kind)) throw new WireError("usage", `--kind ${kind}: expected agency, outlet or aggregator`);
  if (!Number.isInteger(rank) || rank < 0)
    throw new WireError("usage", `--rank ${options.rank}: expected a whole number`);
  const isPrivate = options.private === true;
  return { name: options.source ?? title, kind, rank, isPrivate } as const;
}

/** Makes the document of the check the feed's first poll, so that the publisher is asked once. */
async function storeChecked(
  deps: CliDeps & { readonly config: Config; readonly store: Store; readonly reader: Reader },
  feedId: number,
  answer: Answer,
): Promise<void> {
  // Import late: the normalise stage is large, and `serve` starts from this program too.
  const { takeChecked } = await import("../../ingest/poll/take-checked.ts");
  const { config, store, reader } = deps;
  const { intervalMsMin, intervalMsMax } = config.polling;
  const polling = { ...defaultPollingSettings, intervalMsMin, intervalMsMax };
  const { capturesMax } = config.retention;
  const taking = { store, reader, clock: deps.clock, log: deps.log(config), capturesMax };
  const status = await findFeed(store, String(feedId));
  const newCount = await takeChecked(taking, status, answer, { polling, random: Math.random() });
  if (newCount > 0) await runDesk(deps, config, store);
}

type Answer = Extract<FetchResult, { kind: "modified" }>;

interface Found {
  readonly url: string;
  readonly answer: Answer;
  /** The address after redirects. */
  readonly finalUrl: string;
  readonly parsed: ParsedFeed;
}

function unchecked(url: string) {
  const { href } = new URL(url);
  return { url: href, finalUrl: href, parsed: null, answer: null } as const;
}

/**
 * Refuses a feed that is already subscribed. Otherwise it would be polled twice, and its news would seem to come from
 * two feeds.
 */
async function refuseSame(
  deps: CliDeps,
  store: Pick<Store, "listFeeds">,
  { url, finalUrl, parsed }: Found | ReturnType<typeof unchecked>,
): Promise<void> {
  const addresses = [url, finalUrl, parsed?.selfUrl ?? null];
  const same = findSameFeed(await store.listFeeds(), addresses, deps.clock.now());
  if (same !== null) throw new WireError("conflict", `already subscribed, as feed ${same.id} of ${same.source.name}`);
}

/**
 * Finds a feed for an address: the address itself, or the first readable feed that the page advertises, or a feed at
 * one of the usual addresses.
 */
async function findFeedAt(deps: CliDeps, command: Command, parser: Parser, url: string): Promise<Found> {
  const answer = await fetchAnswer(deps, command, url);
  if (answer instanceof WireError) throw answer;
  const { document: page, headers } = answer;
  const own = await readFeed(parser, page);
  if (!(own instanceof WireError)) return { url, finalUrl: page.url, parsed: own, answer };
  const html = new TextDecoder().decode(page.bytes);
  for (const candidate of discoverFeeds(html, page.url, headers.link).slice(0, candidatesMax)) {
    deps.talk(`trying ${candidate.url}`);
    const other = await fetchAnswer(deps, command, candidate.url);
    const parsed = other instanceof WireError ? other : await readFeed(parser, other.document);
    if (!(other instanceof WireError) && !(parsed instanceof WireError))
      return { url: candidate.url, finalUrl: other.document.url, parsed, answer: other };
  }
  throw own;
}

async function readFeed(parser: Parser, document: RawDocument): Promise<ParsedFeed | WireError> {
  const refused = await sniffDocument(document);
  if (refused !== null) return refused;
  try {
    // A copy, because the parser keeps the bytes that it receives.
    return await parser.parse({ ...document, bytes: document.bytes.slice() });
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

/**
 * Finds an existing subscription to one of these addresses. The comparison ignores the scheme, "www." and a trailing
 * slash. A feed that has moved also matches by its new address. Returns null when nothing matches. Pure.
 */
export function findSameFeed(
  statuses: readonly FeedStatus[],
  addresses: readonly (string | null)[],
  now: Instant,
): Feed | null {
  const wanted = new Set(addresses.map(looseAddress));
  wanted.delete(null);
  const same = statuses.find((status) => {
    if (status.feed.state === "removed" || status.feed.origin === "ingested") return false;
    return wanted.has(looseAddress(status.feed.url)) || wanted.has(looseAddress(feedHealth(status, now).movedTo));
  });
  return same?.feed ?? null;
}

function looseAddress(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const { hostname, port, pathname, search } = new URL(address);
  return `${hostname.replace(/^www\./, "")}:${port}${pathname.replace(/\/$/, "")}${search}`;
}
