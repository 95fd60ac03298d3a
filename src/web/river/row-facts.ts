import type { Alarm } from "../../domain/copies/alarm.ts";
import { countOutlets, outletName, publisherOf } from "../../domain/copies/houses.ts";
import type { StoredEntry } from "../../domain/entry.ts";
import type { WireItem } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { toldTitle } from "./told-title.ts";

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
  readonly source: string;
  /** The outlet that an aggregator's item or its headline names; null when none is named. */
  readonly outlet: string | null;
  /** True for licensed copy, which only editors are shown. */
  readonly licensed: boolean;
  /** The names of the other sources and outlets that carry the item. Each appears once. */
  readonly others: readonly string[];
  /** As how many outlets all carriers count: see `countOutlets`. */
  readonly outlets: number;
  readonly language: string | null;
  readonly arrivedAt: Instant;
  /** When the last significant change came, if that was at least a second after the arrival; otherwise null. */
  readonly changedAt: Instant | null;
  readonly copyCount: number;
  /** True when the row shows the entry that the search found, and that entry does not lead the item. */
  readonly isMatch: boolean;
  /** Withdrawals and corrections by members, newest first, unless the headline already says so. */
  readonly alarms: readonly Alarm[];
  /**
   * The flash that is still valid. null when there is none, when its source has sent a later text, or when the item is
   * withdrawn.
   */
  readonly flash: Alarm | null;
}

export function rowFacts(item: WireItem): RowFacts {
  const { carriers, alarms = [], collapse } = item;
  const withdrawn = item.withdrawnBy !== null;
  const told = shownEntry(item);
  const title = toldTitle(told);
  const outlet = publisherOf(told) ?? title.outlet;
  const cue = cueLabel(told);
  const others = new Set(carriers.map((carrier) => cleanLine(outletName(carrier))));
  const source = cleanLine(told.source.name) || "unnamed source";
  others.delete(source);
  others.delete(outlet ?? source);
  return {
    key: `${collapse}-${item.id}`,
    mark: markOf(item),
    href: `/stories/${item.storyId}#copy-${told.copyId ?? item.copyId}`,
    headline: title.headline,
    cue,
    corrected: told.cue?.kind === "correction",
    withdrawn,
    urgency: shownUrgency(item),
    source,
    outlet,
    licensed: told.source.isPrivate === true,
    others: [...others],
    outlets: countOutlets(carriers),
    language: told.language,
    arrivedAt: item.arrivedAt,
    changedAt: changedAt(item),
    copyCount: item.copyCount,
    isMatch: item.matched !== undefined,
    alarms: alarms.filter(({ kind, entryId }) => kind !== "flash" && (entryId !== told.id || kind !== toldBy(told))),
    flash: validFlash(item),
  };
}

/**
 * The urgency of a row, 1 to 8. A flash loses its urgency when a later text of its source, or a withdrawal, follows it.
 */
export function shownUrgency(item: WireItem): number {
  if (validFlash(item) !== null) return 1;
  const own = Math.min(Math.max(Math.round(shownEntry(item).urgency), 1), 8);
  return own === 1 && item.collapse !== "none" ? 2 : own;
}

function validFlash({ withdrawnBy, alarms = [] }: WireItem): Alarm | null {
  return withdrawnBy === null ? (alarms.find(({ kind }) => kind === "flash") ?? null) : null;
}

/**
 * The entry that a row shows: the one that the search found, or else the newest text of an urgent lead's source
 * (`followUp`), or else the lead.
 */
export function shownEntry({ lead, matched, followUp }: WireItem): StoredEntry {
  return matched ?? followUp ?? lead;
}

const changeMsMin = 1_000;

/** When the shown news last changed. In a story, texts by other sources about the same news do not count. */
function changedAt({ collapse, lead, followUp, alarms = [], arrivedAt, significantAt }: WireItem): Instant | null {
  const own = lead.revision > 1 ? lead.significantAt : 0;
  const told = Math.max(own, followUp?.firstSeenAt ?? 0, ...alarms.map(({ kind, at }) => (kind === "flash" ? 0 : at)));
  const at = collapse === "story" ? told : significantAt;
  return at >= arrivedAt + changeMsMin ? at : null;
}

/** The alarm that the entry's own cue already tells in its headline. */
function toldBy({ cue }: Pick<StoredEntry, "cue">): Alarm["kind"] | null {
  if (cue?.kind === "correction") return "corrected";
  return cue?.kind === "withdrawn" ? "withdrawn" : null;
}

function markOf({ lead, carriers, withdrawnBy, copyCount, significantAt, alarms = [], followUp }: WireItem): string {
  return [
    lead.id,
    lead.revision,
    carriers.length,
    carriers.filter(({ isStruck }) => isStruck).length,
    withdrawnBy === null ? 0 : 1,
    copyCount,
    significantAt,
    lead.urgency,
    ...(followUp === undefined ? [] : [`f${followUp.id}`, followUp.revision]),
    ...alarms.map(alarmName),
  ].join(".");
}

/** The name of an alarm, unique on the page: "withdrawn-12". */
export function alarmName({ kind, entryId }: Alarm): string {
  return `${kind}-${entryId}`;
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
