import type { Command } from "commander";
import { WireError } from "../../domain/errors.ts";
import type { Feed } from "../../domain/feed.ts";
import type { Capture } from "../../domain/feeds/feed-store.ts";
import type { Store } from "../../domain/store.ts";
import { counted } from "../../domain/text/counted.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import type { PlannedJoin } from "../../ingest/heal/plan-heal.ts";
import type { Reader } from "../../ingest/reading/reading-types.ts";
import type { CliDeps } from "../cli-deps.ts";
import { capturedDocument } from "../data/captured-document.ts";
import { runDesk } from "../data/run-desk.ts";
import { createProgress } from "../progress.ts";
import { withStore } from "../with-store.ts";
import { findFeed } from "./feeds-command.ts";

interface HealOptions {
  readonly apply?: boolean;
  readonly json?: boolean;
}

/** How long the desk's lease lasts. It is renewed for each feed. */
const leaseMs = 5 * 60_000;
/** At most this many joins are written in one transaction. */
const joinsMax = 200;

/** `wiredesk feeds heal [FEED] [--apply] [--json]` */
export function addFeedsHealCommand(feeds: Command, deps: CliDeps): void {
  feeds
    .command("heal")
    .description("find entries that an earlier build stored twice and show what would be joined; --apply joins them")
    .argument("[feed]", "its address or number; all feeds without it")
    .option("--apply", "join them instead of only showing them")
    .option("--json", "one JSON line for each join")
    .action((text: string | undefined, options: HealOptions, command: Command) =>
      withStore(deps, command, async (store, config) => {
        const listed = text === undefined ? await store.listFeeds() : [await findFeed(store, text)];
        const healing = listed.map(({ feed }) => feed).sort((a, b) => a.id - b.id);
        const joined = await asDesk(deps, store, options.apply === true, (renew) =>
          healAll(deps, store, healing, options, renew),
        );
        deps.talk(healed(joined, options.apply === true));
        if (options.apply === true && joined > 0) await runDesk(deps, config, store);
      }),
    );
}

function healed(joined: number, isApplied: boolean): string {
  if (joined === 0) return "no entry is stored twice";
  const entries = counted(joined, "entry", "entries");
  if (isApplied) return `joined ${entries} with earlier ones`;
  return `${entries} would be joined with earlier ones; nothing is written without --apply`;
}

/**
 * Holds the desk while entries are joined, because a desk in another process would still have the old entries in
 * memory.
 */
async function asDesk<T>(
  deps: CliDeps,
  store: Store,
  isApplied: boolean,
  run: (renew: () => Promise<void>) => Promise<T>,
): Promise<T> {
  if (!isApplied) return run(async () => undefined);
  const owner = deps.owner("heal");
  const renew = async () => {
    const now = deps.clock.now();
    if ((await store.takeDesk(owner, now, now + leaseMs)) === null)
      throw new WireError("store-locked", "a running wiredesk decides on this store; stop it before --apply");
  };
  await renew();
  try {
    return await run(renew);
  } finally {
    await store.releaseDesk(owner);
  }
}

async function healAll(
  deps: CliDeps,
  store: Store,
  feeds: readonly Feed[],
  { apply = false, json = false }: HealOptions,
  renew: () => Promise<void>,
): Promise<number> {
  // Import late: the normalise stage is large, and `serve` starts from this program too.
  const { planHeal } = await import("../../ingest/heal/plan-heal.ts");
  const progress = await createProgress(deps, "weighing");
  const reader = await deps.createReader("archive");
  let total = 0;
  try {
    for (const [at, feed] of feeds.entries()) {
      const joins = await planHeal({ store }, feed.id, await listedIn(store, reader, feed));
      showJoins(deps, feed, joins, json);
      await renew();
      for (let start = 0; apply && start < joins.length; start += joinsMax) {
        await store.joinEntries(joins.slice(start, start + joinsMax));
      }
      total += joins.length;
      progress.update(at + 1, feeds.length);
    }
  } finally {
    progress.stop();
    await reader.close();
  }
  return total;
}

/**
 * For each captured document of a feed, the guids of its items, as the present code reads them. Documents that cannot
 * be read are left out.
 */
async function listedIn(store: Store, reader: Reader, feed: Feed): Promise<readonly ReadonlySet<string>[]> {
  const { feedContextOf } = await import("../../ingest/reading/feed-context-of.ts");
  const guidsOf = async (capture: Capture): Promise<ReadonlySet<string>[]> => {
    try {
      const task = { feed: feedContextOf(feed), now: capture.fetchedAt, known: [], isCaptured: false };
      const { entries } = await reader.read(capturedDocument(capture), task);
      return [new Set(entries.map(({ guid }) => guid))];
    } catch (error) {
      if (error instanceof WireError) return [];
      throw error;
    }
  };
  const listed: ReadonlySet<string>[] = [];
  for (const capture of await store.readCaptures(feed.id)) listed.push(...(await guidsOf(capture)));
  return listed;
}

function showJoins(deps: CliDeps, feed: Feed, joins: readonly PlannedJoin[], json: boolean): void {
  if (json) {
    for (const join of joins) deps.out(JSON.stringify({ feedId: feed.id, ...join }));
    return;
  }
  if (joins.length === 0) return;
  deps.out(`feed ${feed.id}  ${redactUrl(feed.url)}: ${joins.length} to join`);
  for (const { keepId, joinId, title, keepTitle, weight } of joins) {
    const before = keepTitle === title ? "" : `, before "${keepTitle}"`;
    deps.out(`  entry ${keepId} takes ${joinId} (weight ${weight}): ${title}${before}`);
  }
}
