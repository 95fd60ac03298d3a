import type { Command } from "commander";
import type { Config } from "../../config/config.ts";
import { WireError } from "../../domain/errors.ts";
import { isSourceKind } from "../../domain/feed.ts";
import { alreadySubscribedWords } from "../../domain/feeds/already-subscribed.ts";
import { findSameFeed } from "../../domain/feeds/same-feed.ts";
import type { Parser } from "../../domain/ports.ts";
import type { Store } from "../../domain/store.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import { type Answer, type Found, findFeed } from "../../ingest/find-feed.ts";
import { defaultPollingSettings } from "../../ingest/poll/poll-types.ts";
import type { Reader } from "../../ingest/reading/reading-types.ts";
import { carryOut } from "../carry-out.ts";
import type { CliDeps } from "../cli-deps.ts";
import { runDesk } from "../data/run-desk.ts";
import { fetchAnswer } from "../reading/read-documents.ts";
import { withStore } from "../with-store.ts";
import { findFeed as findStored } from "./feeds-command.ts";
import { requireHttpUrl } from "./require-http-url.ts";

interface AddOptions {
  source?: string;
  kind: string;
  rank: string;
  private?: boolean;
  check: boolean;
}

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

/**
 * Stores the document that the check has fetched as the feed's first poll, so that the publisher gets only one request.
 */
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
  const status = await findStored(store, String(feedId));
  const newCount = await takeChecked(taking, status, answer, { polling, random: Math.random() });
  if (newCount > 0) await runDesk(deps, config, store);
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
  if (same !== null) throw new WireError("conflict", alreadySubscribedWords(same.id, same.source.name));
}

function findFeedAt(deps: CliDeps, command: Command, parser: Parser, url: string): Promise<Found> {
  const onTrying = (candidate: string) => deps.talk(`trying ${candidate}`);
  return findFeed({ fetch: (address) => fetchAnswer(deps, command, address), parser, onTrying }, url);
}
