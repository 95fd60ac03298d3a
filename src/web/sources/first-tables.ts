import { allSections } from "../../documents/section-access.ts";
import type { Section, WireItem } from "../../domain/section.ts";
import { minuteMs } from "../../domain/time.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import type { WebDeps } from "../web-deps.ts";

/** Tells how often each source was first with the stories that several sources of a section carry. */
export interface FirstTable {
  readonly section: Section;
  readonly stories: number;
  readonly rows: readonly FirstRow[];
}

export interface FirstRow {
  readonly source: string;
  /** The number of stories that the source had first. `told`: the number of all its stories. */
  readonly first: number;
  readonly told: number;
  /** The median delay behind the first source, over the stories that it had later; null when it was always first. */
  readonly behindMs: number | null;
}

/** How many of the newest stories are read for each section, and how long the result is kept. */
const storiesMax = 150;
const keptMs = 5 * minuteMs;
const rowsMax = 15;

export function createFirstTables(
  deps: Pick<WebDeps, "store" | "sections" | "clock">,
): () => Promise<readonly FirstTable[]> {
  let kept: { readonly at: number; readonly tables: readonly FirstTable[] } | null = null;
  return async () => {
    const now = deps.clock.now();
    if (kept !== null && now >= kept.at && now - kept.at < keptMs) return kept.tables;
    const tables: FirstTable[] = [];
    for (const section of allSections(deps.sections)) {
      const query = { collapse: "story", sort: "arrival", limit: storiesMax, after: null } as const;
      const { items } = await deps.store.readPage({ ...query, filter: section.filter });
      tables.push(firstTable(section, items));
    }
    kept = { at: now, tables };
    return tables;
  };
}

/** Pure. A source counts once for each story, with its earliest entry. */
export function firstTable(section: Section, items: readonly WireItem[]): FirstTable {
  const delays = new Map<string, number[]>();
  let stories = 0;
  for (const { carriers } of items) {
    const earliest = new Map<string, number>();
    for (const { source, firstSeenAt } of carriers) {
      const name = cleanLine(source.name);
      earliest.set(name, Math.min(earliest.get(name) ?? firstSeenAt, firstSeenAt));
    }
    if (earliest.size < 2) continue;
    stories += 1;
    const start = Math.min(...earliest.values());
    for (const [name, at] of earliest) delays.set(name, [...(delays.get(name) ?? []), at - start]);
  }
  const rows = [...delays].map(([source, own]): FirstRow => {
    const late = own.filter((delay) => delay > 0).sort((a, b) => a - b);
    const behindMs = late[Math.floor(late.length / 2)] ?? null;
    return { source, first: own.length - late.length, told: own.length, behindMs };
  });
  rows.sort((a, b) => b.first - a.first || b.told - a.told);
  return { section, stories, rows: rows.slice(0, rowsMax) };
}
