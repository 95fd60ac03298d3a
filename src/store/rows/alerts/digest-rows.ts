import type { Digest, DigestItem, SectionDigest } from "../../../domain/alerts/digests/digest.ts";
import { groupedBy } from "../../../domain/grouped-by.ts";
import type { Instant } from "../../../domain/time.ts";

/** A digest with the columns of `digestColumns`. */
export type DigestRow = Omit<SectionDigest, "top" | "changes">;

/** The columns of `DigestRow`. */
export const digestColumns = `section, until_at AS "to", from_at AS "from", more, time_zone AS "timeZone", made_at AS "madeAt"`;

/** An item with the columns of `digestItemColumns`. Aliases: `digest_items` is d, `memberships` m, `copies` c. */
export interface DigestItemRow extends DigestItem {
  /** The end of its digest. */
  readonly to: Instant;
  readonly standing: string | null;
  readonly withdrawnBy: number | null;
}

/** The columns of `DigestItemRow`. */
export const digestItemColumns = `d.until_at AS "to", d.entry_id AS "entryId", d.story_id AS "storyId", d.event, d.headline,
  d.summary, d.source, d.outlets, d.url, d.at, m.standing, c.withdrawn_by AS "withdrawnBy"`;

/** The tables that have these columns. */
export const digestItemTables = `digest_items d LEFT JOIN memberships m ON m.entry_id = d.entry_id
  LEFT JOIN copies c ON c.id = m.copy_id`;

/** An item that is to be written, with its place in the digest. */
export interface NewDigestItem extends DigestItem {
  readonly place: number;
}

/** The items of a digest with their places: first its top stories, then the changes. */
export function placedItems({ top, changes }: Pick<Digest, "top" | "changes">): readonly NewDigestItem[] {
  return [...top, ...changes].map((item, place) => ({ ...item, place }));
}

/** The digests as an audience sees them. `items`: in the order of their places. */
export function digestsOf(
  rows: readonly DigestRow[],
  items: readonly DigestItemRow[],
  sight: {
    readonly sees: (entryId: number) => boolean;
    readonly seesWithdrawal: (withdrawnBy: number | null) => boolean;
  },
): readonly SectionDigest[] {
  const byDigest = groupedBy(
    items.filter(({ entryId }) => sight.sees(entryId)),
    ({ to }) => to,
  );
  return rows.map((row) => {
    const own = byDigest.get(row.to) ?? [];
    const shown = (part: readonly DigestItemRow[]) =>
      part.map((item) => shownItem(item, item.standing === "struck" || sight.seesWithdrawal(item.withdrawnBy)));
    const isTop = ({ event }: DigestItemRow) => event === "new";
    return { ...row, top: shown(own.filter(isTop)), changes: shown(own.filter((item) => !isTop(item))) };
  });
}

/**
 * An item as it is shown. A withdrawn text must not be published again, so its summary and its address are left out.
 */
function shownItem(row: DigestItemRow, isWithdrawn: boolean): DigestItem {
  const { to: _to, standing: _standing, withdrawnBy: _withdrawnBy, ...item } = row;
  return isWithdrawn ? { ...item, event: "withdrawal", summary: "", url: null } : item;
}
