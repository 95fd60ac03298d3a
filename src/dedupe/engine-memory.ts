import { creditedAgency, ownAgency } from "../domain/copies/outranks.ts";
import type { DedupeItem, DeskState } from "../domain/verdict.ts";
import { type Constraints, createConstraints } from "./constraints.ts";
import { createFeatures, type PairFeatures } from "./copy/pair-features.ts";
import { type CandidateIndex, createCandidateIndex } from "./index/candidate-index.ts";
import { createGroups, type LiveGroups } from "./live-groups.ts";
import type { LiveItem } from "./live-item.ts";
import type { DedupeSettings } from "./settings.ts";
import { addBackground } from "./text/background.ts";
import { createPacker, type Packer } from "./text/pack-item.ts";
import { createPrepared, type Prepared } from "./text/prepare-item.ts";
import { readSnapshot } from "./text/statistics-snapshot.ts";
import { createStatistics, type TermStatistics } from "./text/term-statistics.ts";

/** The engine's whole state. Every step of a decision receives it. */
export interface EngineMemory {
  readonly settings: DedupeSettings;
  readonly statistics: TermStatistics;
  readonly groups: LiveGroups;
  readonly index: CandidateIndex;
  readonly constraints: Constraints;
  readonly packer: Packer;
  /** The next id of a copy and of a story. */
  readonly ids: { copy: number; story: number };
  /** Buffers that are reused for every comparison. Their content is valid only until the next comparison. */
  readonly scratch: {
    readonly prepared: Prepared;
    readonly other: Prepared;
    readonly features: PairFeatures;
    /** One for each candidate of the present decision: see `compareCandidates`. */
    readonly candidates: PairFeatures[];
  };
  /** Packs an entry. The result does not belong to a copy yet. */
  readonly makeItem: (item: DedupeItem) => LiveItem;
}

export function createDesk(state: DeskState, settings: DedupeSettings): EngineMemory {
  const statistics = createStatistics(settings);
  if (state.statistics === null) addBackground(statistics, settings);
  else readSnapshot(state.statistics, statistics);
  const packer = createPacker(settings);
  const keys = new Map<string, string>();
  const groups = createGroups();
  return {
    settings,
    statistics,
    groups,
    index: createCandidateIndex(settings),
    constraints: createConstraints(),
    packer,
    ids: { copy: state.nextCopyId, story: state.nextStoryId },
    scratch: {
      prepared: createPrepared(settings),
      other: createPrepared(settings),
      features: createFeatures(),
      candidates: [],
    },
    makeItem: (item) => makeItem(item, packer, { keys, pinned: groups.words.pinned }),
  };
}

/** How many source names are kept as shared strings. With more sources than this, the engine only uses more memory. */
const keysMax = 50_000;

function makeItem(
  item: DedupeItem,
  packer: Packer,
  { keys, pinned }: { readonly keys: Map<string, string>; readonly pinned: ReadonlySet<number> },
): LiveItem {
  const shared = (name: string): string => {
    const key = name.trim().toLowerCase();
    const known = keys.get(key);
    if (known !== undefined) return known;
    if (keys.size < keysMax) keys.set(key, key);
    return key;
  };
  const pack = packer.pack(item);
  const own = ownAgency(item.sourceName, item.sourceKind, shared);
  const agency = (item.credit === null ? null : creditedAgency(item.credit, shared)) ?? packer.agency() ?? own;
  return {
    id: item.id,
    feedId: item.feedId,
    sourceId: item.sourceId,
    sourceKey: shared(item.sourceName),
    sourceKind: item.sourceKind,
    sourceRank: item.sourceRank,
    isPrivate: item.isPrivate === true,
    cue: item.cue?.kind ?? null,
    arrivedAt: item.arrivedAt,
    publishedAt: item.publishedAt,
    pack,
    own,
    agency,
    ownPage: item.ownPage,
    ownAgency: agency !== null && agency === own,
    copyId: 0,
    standing: "text",
    pinned: pinned.has(item.id),
  };
}
