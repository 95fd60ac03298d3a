import type { CarrierStanding } from "../domain/copies/carrier-standing.ts";
import type { Reason } from "../domain/reason.ts";
import type { CopyMerge, StoryMerge, Verdict } from "../domain/verdict.ts";
import type { CopyGroup, CopyState, StoryGroup } from "./copy-group.ts";
import type { EngineMemory } from "./engine-memory.ts";
import { indexKeys } from "./index/index-keys.ts";
import { placeItem, stateOf } from "./live-groups.ts";
import type { LiveItem } from "./live-item.ts";
import { termFact } from "./text/collect-terms.ts";
import { head, headWords, sizesOf } from "./text/pack-item.ts";
import { factsOf } from "./text/prepare-item.ts";
import { addDocument, addTerm } from "./text/term-statistics.ts";

/**
 * The copy and the story that an entry goes to, and its standing there. `state` is null when the copy begins with the
 * entry.
 */
export interface Place {
  readonly copyId: number;
  readonly storyId: number;
  readonly state: CopyState | null;
  readonly reasons: readonly Reason[];
  readonly standing: CarrierStanding;
}

/** The place of an entry that opens a copy in the given story, or in a new one. */
export function openPlace(desk: EngineMemory, story: StoryGroup | null): Place {
  return {
    copyId: desk.ids.copy++,
    storyId: story?.id ?? desk.ids.story++,
    state: null,
    reasons: [],
    standing: "text",
  };
}

/** The place of an entry that joins a copy in the window. */
export function joinPlace(copy: CopyGroup, reasons: readonly Reason[], standing: CarrierStanding = "text"): Place {
  return { copyId: copy.id, storyId: copy.storyId, state: stateOf(copy), reasons, standing };
}

/** Puts an entry into its groups and into the index. */
export function enterItem(desk: EngineMemory, item: LiveItem, place: Place): CopyGroup {
  item.copyId = place.copyId;
  item.standing = place.standing;
  desk.index.add(item, indexKeys(item.pack, desk.settings));
  return placeItem(desk.groups, item, place.storyId, place.state);
}

/**
 * Counts the words of a new text. Reprints are not counted, because they would make an event's own words look common.
 */
export function learnFrom(desk: EngineMemory, item: LiveItem): void {
  const { pack } = item;
  const language = pack[head.language] as number;
  const { terms } = sizesOf(pack);
  addDocument(desk.statistics, language, desk.settings);
  for (let i = 0; i < terms; i += 1) {
    const facts = factsOf(pack, terms, i);
    addTerm(desk.statistics, language, pack[headWords + i] as number, capitalOf(facts));
  }
}

/**
 * 1 when the word is capitalised in mid-sentence, -1 when it is in lower case there, 0 when it occurs only in a title
 * or at the start of a sentence.
 */
function capitalOf(facts: number): -1 | 0 | 1 {
  if (!(facts & termFact.mid) || facts & termFact.number) return 0;
  return facts & termFact.midCapital ? 1 : -1;
}

/** The verdict on an entry that has been placed. `told`: the parts that do not follow from its place. */
export function verdictOf(
  desk: EngineMemory,
  item: LiveItem,
  told: {
    readonly opensCopy?: boolean;
    readonly opensStory?: boolean;
    readonly reasons: readonly Reason[];
    readonly storyMerges?: readonly StoryMerge[];
    readonly copyMerges?: readonly CopyMerge[];
    readonly standings?: Verdict["standings"];
  },
): Verdict {
  const copy = desk.groups.copies.get(item.copyId) as CopyGroup;
  return {
    entryId: item.id,
    copyId: copy.id,
    storyId: copy.storyId,
    opensCopy: told.opensCopy ?? false,
    opensStory: told.opensStory ?? false,
    leadEntryId: copy.leadId,
    ...(item.standing === "text" ? {} : { standing: item.standing }),
    ...(told.standings === undefined || told.standings.length === 0 ? {} : { standings: told.standings }),
    ...(copy.withdrawnBy === null ? {} : { withdrawnBy: copy.withdrawnBy }),
    reasons: told.reasons,
    storyMerges: told.storyMerges ?? [],
    ...(told.copyMerges === undefined || told.copyMerges.length === 0 ? {} : { copyMerges: told.copyMerges }),
  };
}
