import type { DecidedNews } from "../../../domain/alerts/story-news.ts";
import type { Regroup } from "../../../domain/desk-store.ts";

/** The entries whose text an editor's decision withdraws, as news for the rules of alerts. */
export function withdrawnBy({ entryRulings = [] }: Regroup): ReadonlyMap<number, DecidedNews["kind"]> {
  return new Map(
    entryRulings.flatMap((ruling) =>
      ruling.kind === "withdraw" && ruling.withdrawn ? [[ruling.entryId, "withdrawn"] as const] : [],
    ),
  );
}
