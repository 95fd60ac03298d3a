import type { SourceKind } from "../feed.ts";
import { agencyOf } from "../text/agency-of.ts";

/** The facts that decide which of two entries with the same text leads. Agency names are folded. */
export interface LeadClaim {
  readonly kind: SourceKind;
  /** The source with the lower number leads. */
  readonly rank: number;
  /** The name of the source if the source is an agency; otherwise null. */
  readonly own: string | null;
  /** The agency that the text is attributed to: the credited agency, or else `own`. */
  readonly agency: string | null;
  /** The folded permalink; null when there is none. */
  readonly page: string | null;
  /** True when the permalink is on the site that the feed is fetched from. */
  readonly ownPage: boolean;
}

/**
 * Whether `a` leads before `b` when both carry the same text. These rules apply in order: an aggregator never leads
 * before another source; an agency leads before an entry that credits it; if both link to the same page, the source
 * that owns the page's site leads; the lower rank leads; an agency, by its kind or its name, leads before an outlet.
 * False when the two are equal, so that the present lead stays. No entry leads because of its own credit: a credit only
 * lets the credited agency lead.
 */
export function outranks(a: LeadClaim, b: LeadClaim): boolean {
  const onePage = a.page !== null && a.page === b.page;
  const order =
    orderOf(b.kind === "aggregator", a.kind === "aggregator") ||
    orderOf(credits(b, a), credits(a, b)) ||
    (onePage ? orderOf(a.ownPage, b.ownPage) : 0) ||
    b.rank - a.rank ||
    orderOf(a.own !== null, b.own !== null);
  return order > 0;
}

/** True when `a` attributes its text to another source, the agency `b`. */
export function credits(a: Pick<LeadClaim, "own" | "agency">, b: Pick<LeadClaim, "own">): boolean {
  return b.own !== null && a.agency === b.own && a.own !== b.own;
}

/**
 * The folded name of an agency that a source is; null for a source that is no agency. `fold`: folds the name of an
 * agency that is not in the list `agencies`.
 */
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

/** 1 when only the first is true, -1 when only the second is, otherwise 0. */
function orderOf(first: boolean, second: boolean): number {
  return Number(first) - Number(second);
}
