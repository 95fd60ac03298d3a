import type { StoredEntry } from "../entry.ts";
import { WireError } from "../errors.ts";
import type { StoryDetail } from "../section.ts";
import type { ReadStore } from "../store.ts";
import type { Instant } from "../time.ts";
import { type EditorRuling, entriesNamed, type PairRuling, type RecordedRuling } from "../verdict.ts";
import { partedRulings } from "./parted-rulings.ts";

/** A split or a merge to take back. */
export interface TakenBack {
  /** A story that the decision concerns. */
  readonly story: StoryDetail;
  /** All rulings of the decision. */
  readonly decision: readonly PairRuling[];
  /** Every ruling on the pairs that the decision names, oldest first. */
  readonly ruled: readonly RecordedRuling[];
}

/**
 * The split or merge that was made at `at` and concerns the story, with every ruling on its pairs. Throws WireError
 * not-found when there is none.
 */
export async function readDecision(
  store: Pick<ReadStore, "readRulingsNaming">,
  story: StoryDetail,
  at: Instant,
): Promise<TakenBack> {
  const about = pairsAt(await store.readRulingsNaming(story.entries.map(({ id }) => id)), at);
  const named = [...new Set(about.flatMap(entriesNamed))];
  const ruled = named.length === 0 ? [] : await store.readRulingsNaming(named);
  const decision = pairsAt(ruled, at);
  if (decision.length === 0)
    throw new WireError("not-found", "There is no split or merge of this story from that time to take back.");
  return { story, decision, ruled };
}

/**
 * The newest split or merge that has taken effect; null when there is none. `rulings` are those on a story, newest
 * first (`ReadStore.readRulingsAbout`).
 */
export function newestDecision(rulings: readonly RecordedRuling[]): RecordedRuling | null {
  return rulings.find(({ ruling, carriedOut }) => carriedOut && "level" in ruling) ?? null;
}

function pairsAt(ruled: readonly RecordedRuling[], at: Instant): readonly PairRuling[] {
  return ruled.flatMap(({ ruling, at: ruledAt }) => (ruledAt === at && "level" in ruling ? [ruling] : []));
}

/**
 * The rulings that take a decision back. The two stories or texts of a split become one again; the entries that a merge
 * brought into the story leave it together. Pairs that a later decision has overruled stay as they are, so the list is
 * empty when the whole decision was taken back before. Throws WireError conflict when it is no longer known where the
 * entries were before the decision.
 */
export function undoRulings({ story, decision, ruled }: TakenBack): readonly EditorRuling[] {
  const aparts = decision.filter(({ kind }) => kind === "apart");
  const standing = (aparts.length > 0 ? aparts : decision).filter((ruling) => isNewest(ruling, ruled));
  if (standing.length === 0) return [];
  if (aparts.length === 0) return unmerged(story, standing);
  return standing[0]?.level === "copy" ? rejoinedText(story, standing) : standing.map(togetherOf);
}

/**
 * Whether the newest ruling on the same pair at the same level is of the same kind, so that this ruling still holds.
 */
function isNewest(ruling: PairRuling, ruled: readonly RecordedRuling[]): boolean {
  const newest = ruled.findLast(({ ruling: one }) => "level" in one && pairOf(one) === pairOf(ruling))?.ruling;
  return newest?.kind === ruling.kind;
}

function pairOf({ level, entryA, entryB }: PairRuling): string {
  return `${level} ${Math.min(entryA, entryB)} ${Math.max(entryA, entryB)}`;
}

function togetherOf({ level, entryA, entryB }: PairRuling): EditorRuling {
  return { kind: "together", level, entryA, entryB };
}

/**
 * Takes back the split of a text. Such a split keeps the entries that left apart from all other entries of the story,
 * but before the split they shared a copy with only some of these. The reason of an entry that left names an entry of
 * that copy.
 */
function rejoinedText(story: StoryDetail, aparts: readonly PairRuling[]): readonly EditorRuling[] {
  const out = new Set(aparts.map(({ entryB }) => entryB));
  const leaver = story.entries.find(
    ({ id, reasons }) => out.has(id) && reasons.some(({ code }) => code === "editor-apart"),
  );
  const mate = leaver?.reasons.find(({ code }) => code === "editor-apart")?.with ?? null;
  const copyId = story.entries.find(({ id }) => id === mate)?.copyId ?? null;
  const mates = new Set(story.entries.filter((entry) => entry.copyId === copyId).map(({ id }) => id));
  const rejoined = copyId === null ? [] : aparts.filter(({ entryA }) => mates.has(entryA));
  if (rejoined.length === 0) throw unknownBefore();
  return rejoined.map(togetherOf);
}

/**
 * Takes back a merge. An entry that the merge moved has a reason that names one of the entries to which it was moved.
 * When such an entry leaves a story, the other carriers of its text leave with it.
 */
function unmerged(story: StoryDetail, togethers: readonly PairRuling[]): readonly EditorRuling[] {
  const level = togethers[0]?.level ?? "story";
  const broughtTo = new Set(togethers.map(({ entryA }) => entryA));
  const moved = story.entries.filter(({ reasons }) =>
    reasons.some(({ code, with: other }) => code === "editor-together" && other !== null && broughtTo.has(other)),
  );
  const groupOf = ({ id, copyId }: StoredEntry) => (level === "story" ? copyId : id);
  const groups = new Set(moved.map(groupOf));
  const out = story.entries.filter((entry) => groups.has(groupOf(entry))).map(({ id }) => id);
  const stay = story.entries.filter((entry) => !groups.has(groupOf(entry))).map(({ id }) => id);
  if (out.length === 0 || stay.length === 0) throw unknownBefore();
  return partedRulings(level, out, stay);
}

function unknownBefore(): WireError {
  return new WireError(
    "conflict",
    "It is not known any more where these items were before. Split or merge the story as it should be.",
  );
}
