import type { Command } from "commander";
import type { DeskStore } from "../../domain/desk-store.ts";
import { WireError } from "../../domain/errors.ts";
import type { Reason, ToldReason } from "../../domain/reason.ts";
import { tellReason } from "../../domain/reason-words.ts";
import type { Store } from "../../domain/store.ts";
import { counted } from "../../domain/text/counted.ts";
import type { Instant } from "../../domain/time.ts";
import { groupMoves } from "../../ingest/desk/group-moves.ts";
import { type Move, type Reclustering, recluster } from "../../ingest/desk/recluster.ts";
import type { CliDeps } from "../cli-deps.ts";
import { createProgress } from "../progress.ts";
import { readTime } from "../read-time.ts";
import { withStore } from "../with-store.ts";

/** How many examples of each reason are shown. */
const movesShownMax = 20;
/** How long the desk's lease lasts. It is renewed with each page of decisions. */
const leaseMs = 5 * 60_000;

/** `wiredesk stories recluster --since TIME [--apply] [--json]` */
export function addReclusterCommand(stories: Command, deps: CliDeps): void {
  stories
    .command("recluster")
    .description("decide again on the entries since a time and show what would change; --apply writes the changes")
    .requiredOption(
      "--since <time>",
      'decide again on entries that arrived at or after this time ("2026-11-22T08:00:00Z")',
    )
    .option("--apply", "write the changes instead of only showing them")
    .option("--json", "one JSON line for each change")
    .action((options: { since: string; apply?: boolean; json?: boolean }, command: Command) =>
      withStore(deps, command, async (store) => {
        const since = readTime(options.since, "--since");
        const owner = deps.owner("recluster");
        const now = deps.clock.now();
        const fence = options.apply === true ? await store.takeDesk(owner, now, now + leaseMs) : null;
        if (options.apply === true && fence === null) {
          throw new WireError("store-locked", "a running wiredesk decides on this store; stop it before --apply");
        }
        try {
          const result = await decideAgain(deps, store, since, async () => {
            if (options.apply === true) await store.takeDesk(owner, deps.clock.now(), deps.clock.now() + leaseMs);
          });
          await showMoves(deps, store, result.moves, options.json === true);
          if (options.apply === true) await store.saveRegroup(result.regroup, result.state, null, fence);
          deps.talk(summary(result, options.apply === true));
        } finally {
          if (options.apply === true) await store.releaseDesk(owner);
        }
      }),
    );
}

/** Decides again and shows the progress. `onPage` is called after each page of decisions. */
async function decideAgain(
  deps: CliDeps,
  store: Store,
  since: Instant,
  onPage: () => Promise<void>,
): Promise<Reclustering> {
  const { entries: total } = await store.readCounts();
  const progress = await createProgress(deps, "deciding");
  try {
    const onProgress = async (decided: number) => {
      progress.update(decided, Math.max(total, decided));
      await onPage();
    };
    const createEngine = await deps.loadEngine();
    return await recluster({ store, createEngine, onProgress }, since);
  } finally {
    progress.stop();
  }
}

/**
 * Prints the moves: as JSON lines, all of them in order of arrival; as text, grouped by reason with a few examples of
 * each.
 */
async function showMoves(
  deps: CliDeps,
  store: Pick<DeskStore, "readDecided">,
  moves: readonly Move[],
  json: boolean,
): Promise<void> {
  const show = async (move: Move) => {
    const told = { ...move, reasons: await tellReasons(store, move.reasons) };
    deps.out(json ? JSON.stringify(told) : moveLines(told));
  };
  if (json) {
    for (const move of moves) await show(move);
    return;
  }
  const groups = groupMoves(moves);
  for (const { what, moves: found } of groups) deps.out(`${String(found.length).padStart(6)}  ${what}`);
  for (const { what, moves: found } of groups) {
    deps.out(`\n${what} (${found.length})`);
    for (const move of found.slice(0, movesShownMax)) await show(move);
  }
}

async function tellReasons(
  store: Pick<DeskStore, "readDecided">,
  reasons: readonly Reason[],
): Promise<readonly ToldReason[]> {
  const named = await store.readDecided(reasons.flatMap(({ entries }) => entries));
  const names = new Map(named.map(({ item }) => [item.id, { source: item.sourceName, at: item.publishedAt }] as const));
  return reasons.map((reason) => tellReason(reason, (id) => names.get(id) ?? null));
}

function moveLines(move: Omit<Move, "reasons"> & { readonly reasons: readonly ToldReason[] }): string {
  const change =
    move.from.copyId === move.to.copyId
      ? `story ${move.from.storyId} -> ${move.to.storyId}`
      : `copy ${move.from.copyId} -> ${move.to.copyId}, story ${move.from.storyId} -> ${move.to.storyId}`;
  const reasons = move.reasons.map((reason) => `\n      ${reason.text}`).join("");
  return `entry ${move.entryId}  ${move.sourceName}: ${move.title}\n    ${change}${reasons}`;
}

function summary({ entries, moves }: Reclustering, applied: boolean): string {
  const end = applied ? "were moved" : "would move; nothing is written without --apply";
  return `${counted(entries, "entry", "entries")} decided again: ${moves.length} ${end}`;
}
