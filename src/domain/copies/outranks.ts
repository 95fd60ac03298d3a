import type { SourceKind } from "../feed.ts";
import { agencyOf } from "../text/agency-of.ts";

/** What decides which of two entries with the same text leads. Names of agencies are folded. */
export interface LeadClaim {
  readonly kind: SourceKind;
  /** Lower leads. */
  readonly rank: number;
  /** The agency that the source is; null for others. */
  readonly own: string | null;
  /** The agency whose text it says it is: the credited one, else `own`. */
  readonly agency: string | null;
  /** The permalink, folded; null where there is none. */
  readonly page: string | null;
  /** True where the permalink is of the site that the feed is asked at. */
  readonly ownPage: boolean;
}

/**
 * Whether `a` leads before `b`, both carrying one text: an aggregator leads only where it is alone; then the agency
 * that the other one credits; then the site of a page that both link to; then the configured rank; then agencies before
 * outlets. False where they are equal: whoever leads stays. What an entry says of itself never lifts it: its credit
 * lets only the credited agency pass.
 */
export function outranks(a: LeadClaim, b: LeadClaim): boolean {
  const onePage = a.page !== null && a.page === b.page;
  const order =
    orderOf(b.kind === "aggregator", a.kind === "aggregator") ||
    orderOf(credits(b, a), credits(a, b)) ||
    (onePage ? orderOf(a.ownPage, b.ownPage) : 0) ||
    b.rank - a.rank ||
    orderOf(a.kind === "agency", b.kind === "agency");
  return order > 0;
}

/** True where `a` says that its text is the agency's that `b` is. */
export function credits(a: Pick<LeadClaim, "own" | "agency">, b: Pick<LeadClaim, "own">): boolean {
  return b.own !== null && a.agency === b.own && a.own !== b.own;
}

/** The agency that a source is, folded; null for others. `fold` folds a name that is none of the known agencies'. */
export function ownAgency(name: string, kind: SourceKind, fold = foldName): string | null {
  return agencyOf(name) ?? (kind === "agency" ? fold(name) : null);
}

/** The agency that a credit names, folded. */
export function creditedAgency(credit: string, fold = foldName): string {
  return agencyOf(credit) ?? fold(credit);
}

function foldName(name: string): string {
  return name.trim().toLowerCase();
}

/** 1 where only the first holds, -1 where only the second does. */
function orderOf(first: boolean, second: boolean): number {
  return Number(first) - Number(second);
}
