import type { Entry } from "../../src/domain/entry.ts";
import type { FeedSpec, PollState } from "../../src/domain/feed.ts";
import type { EntryChange, FetchedEntries, PollOutcome } from "../../src/domain/feeds/feed-store.ts";
import { emptyFilter, type PageQuery, type SectionFilter } from "../../src/domain/section.ts";
import type { Store } from "../../src/domain/store.ts";
import { hourMs } from "../../src/domain/time.ts";
import type { DeskState, EditorRuling, Verdict } from "../../src/domain/verdict.ts";

/** Noon of the day on which the tests of the store happen. */
export const noon = Date.UTC(2026, 10, 22, 12);

export function pageOf(
  partial: Partial<Omit<PageQuery, "filter">> & { filter?: Partial<SectionFilter> } = {},
): PageQuery {
  return {
    collapse: "copy",
    sort: "arrival",
    limit: 50,
    after: null,
    ...partial,
    filter: { ...emptyFilter, ...partial.filter },
  };
}

export function specOf(url: string, source: Partial<FeedSpec["source"]> = {}): FeedSpec {
  return {
    url,
    source: { name: new URL(url).hostname, kind: "outlet", rank: 50, ...source },
    title: null,
    siteUrl: null,
    intervalMs: null,
  };
}

export function pollState(partial: Partial<PollState> = {}): PollState {
  return {
    nextPollAt: noon + 60_000,
    nextPollReason: "rhythm",
    validators: { etag: null, lastModified: null },
    lastPollAt: noon,
    lastSuccessAt: noon,
    lastNewEntryAt: null,
    lastStatus: 200,
    failure: null,
    memory: {},
    ...partial,
  };
}

export function outcomeOf(partial: Partial<PollState> = {}, feed: PollOutcome["feed"] = null): PollOutcome {
  return { state: pollState(partial), feed };
}

export function fetchedOf(
  feedId: number,
  changes: readonly EntryChange[],
  partial: Partial<FetchedEntries> = {},
): FetchedEntries {
  return { feedId, now: noon, changes, poll: null, capture: null, capturesMax: 3, ...partial };
}

/** A verdict that opens a copy and a story of their own, unless told otherwise. */
export function verdictOf(entryId: number, copyId: number, storyId: number, partial: Partial<Verdict> = {}): Verdict {
  return {
    entryId,
    copyId,
    storyId,
    opensCopy: true,
    opensStory: true,
    leadEntryId: entryId,
    reasons: [],
    storyMerges: [],
    ...partial,
  };
}

export function deskState(partial: Partial<DeskState> = {}): DeskState {
  return { nextCopyId: 1, nextStoryId: 1, statistics: null, ...partial };
}

/** Saves new entries of a feed, each decided as a copy and a story of its own. Resolves to their ids. */
export async function saveDecided(
  store: Pick<Store, "saveFetched" | "saveVerdicts">,
  feedId: number,
  entries: readonly Entry[],
): Promise<readonly number[]> {
  const changes = entries.map((entry) => ({ kind: "new", entry }) as const);
  const { newIds } = await store.saveFetched(fetchedOf(feedId, changes));
  await store.saveVerdicts(
    newIds.map((id) => verdictOf(id, id, id)),
    deskState(),
  );
  return newIds;
}

/** Records a decision that waits for the desk; answers the command's id. */
export function askRulings(
  store: Pick<Store, "askCommand">,
  rulings: readonly EditorRuling[],
  by = "an editor",
  now = noon,
): Promise<number> {
  const command = { kind: "recordRulings", rulings, by } as const;
  return store.askCommand({ command, key: JSON.stringify(rulings), seen: null, now, expiresAt: now + hourMs });
}

/** A decision as the desk leaves it that found nothing to move. */
export async function saveRulings(
  store: Pick<Store, "askCommand" | "saveRegroup">,
  rulings: readonly EditorRuling[],
  by = "an editor",
  now = noon,
): Promise<void> {
  const id = await askRulings(store, rulings, by, now);
  const command = { id, answeredAt: now };
  await store.saveRegroup({ entries: [], leads: [], pins: [] }, deskState(), { rulings, by, askedAt: now, command });
}
