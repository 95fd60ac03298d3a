import type { Alarm } from "../../../../domain/copies/alarm.ts";
import type { StoredEntry } from "../../../../domain/entry.ts";
import type { Carrier, Collapse, WireItem } from "../../../../domain/section.ts";
import type { Instant } from "../../../../domain/time.ts";
import { type CarrierRow, carrierColumns, carrierFrom, carrierOf, carriersMax } from "../../../rows/carrier-rows.ts";
import { groupTables } from "../../../rows/group-tables.ts";
import { publisherColumn } from "../../publisher-column.ts";
import { together } from "../../together.ts";
import type { Transaction } from "../../transaction.ts";
import { readAlarms, readFollowUps } from "./read-alarms.ts";
import { type LedGroup, seenGroups } from "./seen-groups.ts";
import { readStoredEntries } from "./stored-entries.ts";
import { reasonsTeller } from "./tell-reasons.ts";
import type { Visibility } from "./visibility.ts";

/** A group that is read. `arrivedAt` null means the group's first arrival. */
export interface AskedGroup {
  readonly id: number;
  readonly arrivedAt: Instant | null;
}

interface ItemsRead {
  readonly collapse: Collapse;
  /** See `ReadStore.readPage`. */
  readonly isForFeed: boolean;
  /** Entries that have been read already, as this audience sees them. */
  readonly known?: ReadonlyMap<number, StoredEntry>;
}

const nothingKnown: ReadonlyMap<number, StoredEntry> = new Map();
const noOthers: ReadonlyMap<number, readonly Carrier[]> = new Map();
const noneLater: ReadonlyMap<number, Later> = new Map();

/** What lists and pages show beside the lead. */
type Later = Pick<WireItem, "alarms" | "followUp">;

/**
 * Groups as one audience sees them, in the given order. Reads all of them together with few statements. Groups that do
 * not exist for this audience are left out.
 */
export async function readWireItems(
  tx: Transaction,
  sight: Visibility,
  { collapse, isForFeed, known = nothingKnown }: ItemsRead,
  groups: readonly AskedGroup[],
): Promise<readonly WireItem[]> {
  if (groups.length === 0) return [];
  const led = await leadGroups(tx, sight, { collapse, known }, groups);
  const [others, later] = await together([
    collapse === "none" ? noOthers : readOthers(tx, sight, collapse, [...led.values()]),
    isForFeed ? noneLater : readLater(tx, sight, collapse, [...led.values()]),
  ]);
  return groups.flatMap(({ id, arrivedAt }): readonly WireItem[] => {
    const group = led.get(id);
    if (group === undefined || group.lead.copyId === null || group.lead.storyId === null) return [];
    const { seen, lead } = group;
    return [
      {
        collapse,
        id,
        copyId: group.lead.copyId,
        storyId: group.lead.storyId,
        lead,
        carriers: [carrierFrom(lead), ...(others.get(id) ?? [])],
        arrivedAt: arrivedAt ?? seen.arrivedAt,
        significantAt: seen.significantAt || lead.significantAt,
        copyCount: seen.copyCount,
        withdrawnBy: seen.withdrawnBy,
        ...later.get(id),
      },
    ];
  });
}

async function leadGroups(
  tx: Transaction,
  sight: Visibility,
  { collapse, known }: Required<Omit<ItemsRead, "isForFeed">>,
  groups: readonly AskedGroup[],
): Promise<ReadonlyMap<number, LedGroup>> {
  const ids = groups.map(({ id }) => id);
  const seen = await seenGroups(tx, sight, collapse, ids);
  const leadIds = [...seen.values()].map(({ leadEntryId }) => leadEntryId);
  const read = await readStoredEntries(
    tx,
    sight,
    leadIds.filter((id) => !known.has(id)),
  );
  const led = new Map<number, LedGroup>();
  for (const group of seen.values()) {
    const lead = known.get(group.leadEntryId) ?? read.get(group.leadEntryId);
    if (lead !== undefined) led.set(group.id, { seen: group, lead });
  }
  return led;
}

/** The carriers of each group except the lead, in order of arrival. */
async function readOthers(
  tx: Transaction,
  sight: Visibility,
  collapse: "copy" | "story",
  groups: readonly LedGroup[],
): Promise<ReadonlyMap<number, readonly Carrier[]>> {
  const whole = groups.filter(({ seen }) => seen.members === null);
  const partly = groups.flatMap(({ seen }) =>
    (seen.members ?? [])
      .filter((id) => id !== seen.leadEntryId)
      .slice(0, carriersMax - 1)
      .map((entryId) => ({ groupId: seen.id, entryId })),
  );
  const found = await together([
    whole.length === 0
      ? []
      : tx.all<GroupCarrier>(carriersSql[collapse], [
          whole.map(({ seen }) => seen.id),
          whole.map(({ seen }) => seen.leadEntryId),
        ]),
    partly.length === 0
      ? []
      : tx.all<GroupCarrier>(partlySql, [partly.map(({ groupId }) => groupId), partly.map(({ entryId }) => entryId)]),
  ]);
  const rows = found.flat();
  const tell = await reasonsTeller(
    tx,
    sight,
    rows.map(({ reasons }) => reasons),
  );
  const carriers = new Map<number, Carrier[]>();
  for (const { groupId, ...row } of rows)
    carriers.set(groupId, [...(carriers.get(groupId) ?? []), carrierOf(row, tell(row.reasons))]);
  return carriers;
}

type GroupCarrier = CarrierRow & { readonly groupId: number };

const carrierRows = `FROM memberships m JOIN entries e ON e.id = m.entry_id JOIN feeds f ON f.id = e.feed_id
  JOIN sources s ON s.id = f.source_id LEFT JOIN reasons r ON r.entry_id = e.id`;

function carriersOf(collapse: "copy" | "story"): string {
  return `SELECT g.id AS "groupId", x.* FROM unnest($1::bigint[], $2::bigint[]) g (id, lead) CROSS JOIN LATERAL (
      SELECT ${carrierColumns}, ${publisherColumn} AS publisher ${carrierRows}
      WHERE m.${groupTables[collapse].member} = g.id AND m.entry_id <> g.lead AND m.standing IS DISTINCT FROM 'notice'
      ORDER BY m.first_seen_at, m.entry_id LIMIT ${carriersMax - 1}) x
    ORDER BY g.id, x.first_seen_at, x.id`;
}

const carriersSql = { copy: carriersOf("copy"), story: carriersOf("story") } as const;

const partlySql = `SELECT g.id AS "groupId", ${carrierColumns}, ${publisherColumn} AS publisher
  FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY g (id, entry_id, place) JOIN memberships m ON m.entry_id = g.entry_id
  JOIN entries e ON e.id = m.entry_id JOIN feeds f ON f.id = e.feed_id JOIN sources s ON s.id = f.source_id
  LEFT JOIN reasons r ON r.entry_id = e.id WHERE m.standing IS DISTINCT FROM 'notice' ORDER BY g.place`;

const noAlarms: ReadonlyMap<number, readonly Alarm[]> = new Map();
const noFollowUps: ReadonlyMap<number, number> = new Map();

/** The alarms and the follow-up of each group, which lists and pages show with the lead. */
async function readLater(
  tx: Transaction,
  sight: Visibility,
  collapse: Collapse,
  groups: readonly LedGroup[],
): Promise<ReadonlyMap<number, Later>> {
  const [alarms, followUpIds] = await together([
    collapse === "none" ? noAlarms : readAlarms(tx, sight, collapse, groups),
    collapse === "story" ? readFollowUps(tx, groups) : noFollowUps,
  ]);
  const followUps = await readStoredEntries(tx, sight, [...followUpIds.values()]);
  return new Map(
    groups.map(({ seen: { id } }) => {
      const followUp = followUps.get(followUpIds.get(id) ?? 0);
      const own = alarms.get(id) ?? [];
      return [id, { ...(own.length === 0 ? {} : { alarms: own }), ...(followUp === undefined ? {} : { followUp }) }];
    }),
  );
}
