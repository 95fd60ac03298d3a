import type { DedupeItem, DeskState } from "../domain/verdict.ts";
import { type Constraints, createConstraints } from "./constraints.ts";
import { createFeatures, type PairFeatures } from "./copy/pair-features.ts";
import { type CandidateIndex, createCandidateIndex } from "./index/candidate-index.ts";
import { createGroups, type LiveGroups } from "./live-groups.ts";
import type { LiveItem } from "./live-item.ts";
import { createItemMaker } from "./make-item.ts";
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

/** The state of an engine with an empty window. Throws `WireError` store-corrupt when `state.statistics` is damaged. */
export function createDesk(state: DeskState, settings: DedupeSettings): EngineMemory {
  const statistics = createStatistics(settings);
  if (state.statistics === null) addBackground(statistics, settings);
  else readSnapshot(state.statistics, statistics);
  const packer = createPacker(settings);
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
    makeItem: createItemMaker(packer, groups.words.pinned),
  };
}
