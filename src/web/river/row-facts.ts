import type { StoredEntry } from "../../domain/entry.ts";
import type { WireItem } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";
import { cleanLine } from "../../publish/clean-text.ts";

/** What a row of the river shows, as plain values. */
export interface RowFacts {
  /** Identifies the row on the page and in the event stream. */
  readonly key: string;
  /** Changes when anything that the row shows changes. */
  readonly mark: string;
  readonly href: string;
  readonly headline: string;
  /** "UPDATE 2", "CORRECTED", "FLASH"; null when the headline has no cue. */
  readonly cue: string | null;
  readonly corrected: boolean;
  readonly withdrawn: boolean;
  readonly urgency: number;
  readonly firstLine: string;
  readonly source: string;
  /** True for licensed copy, which only editors are shown. */
  readonly licensed: boolean;
  /** The other sources. Each appears once. */
  readonly others: readonly string[];
  readonly language: string | null;
  readonly arrivedAt: Instant;
  /** The last significant change if it came noticeably later than the entry; otherwise null. */
  readonly changedAt: Instant | null;
  readonly copyCount: number;
  /** True when the row shows the entry that the search found, and that entry does not lead the item. */
  readonly isMatch: boolean;
}

export function rowFacts(item: WireItem): RowFacts {
  const { carriers } = item;
  const lead = shownEntry(item);
  const cue = cueLabel(lead);
  const others = new Set(carriers.map((carrier) => cleanLine(carrier.source.name)));
  const source = cleanLine(lead.source.name) || "unnamed source";
  others.delete(source);
  const withdrawn = item.withdrawnBy !== null;
  const shown = cue === null ? lead.title : lead.headline || lead.title;
  return {
    key: `${item.collapse}-${item.id}`,
    mark: [
      lead.id,
      lead.revision,
      carriers.length,
      carriers.filter(({ isStruck }) => isStruck).length,
      withdrawn ? 1 : 0,
      item.copyCount,
      item.significantAt,
      lead.urgency,
    ].join("."),
    href: `/stories/${item.storyId}#copy-${lead.copyId ?? item.copyId}`,
    headline: cleanLine(shown).slice(0, headlineCharsMax) || "(no title)",
    cue,
    corrected: lead.cue?.kind === "correction",
    withdrawn,
    urgency: Math.min(Math.max(Math.round(lead.urgency), 1), 8),
    firstLine: withdrawn ? "" : firstLineOf(lead),
    source,
    licensed: lead.source.isPrivate === true,
    others: [...others],
    language: lead.language,
    arrivedAt: item.arrivedAt,
    changedAt: item.significantAt >= item.arrivedAt + changeMsMin ? item.significantAt : null,
    copyCount: item.copyCount,
    isMatch: item.matched !== undefined,
  };
}

/** The entry that a row shows: the one that the search found, else the lead. */
export function shownEntry({ lead, matched }: WireItem): StoredEntry {
  return matched ?? lead;
}

const headlineCharsMax = 300;
const firstLineCharsMax = 260;
const changeMsMin = 1_000;

function firstLineOf(lead: StoredEntry): string {
  const line = cleanLine((lead.summary || lead.text).slice(0, firstLineCharsMax * 2));
  return line.length <= firstLineCharsMax ? line : `${line.slice(0, firstLineCharsMax).replace(/\s+\S*$/u, "")} …`;
}

/** The cue in English, whatever language it came in. */
export function cueLabel({ cue }: Pick<StoredEntry, "cue">): string | null {
  if (cue === null) return null;
  const label = labels[cue.kind];
  return cue.number === null ? label : `${label} ${cue.number}`;
}

const labels: Readonly<Record<NonNullable<StoredEntry["cue"]>["kind"], string>> = {
  flash: "FLASH",
  alert: "ALERT",
  urgent: "URGENT",
  breaking: "BREAKING",
  update: "UPDATE",
  correction: "CORRECTED",
  refile: "REFILE",
  wrapup: "WRAPUP",
  withdrawn: "WITHDRAWN",
  exclusive: "EXCLUSIVE",
  analysis: "ANALYSIS",
  advisory: "ADVISORY",
};

/** The names of urgencies (IPTC: 1 is the most urgent; 5 is routine). */
export const urgencyNames: readonly string[] = [
  "",
  "flash",
  "alert",
  "urgent",
  "update",
  "routine",
  "background",
  "advisory",
  "least",
];
