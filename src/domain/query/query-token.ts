/** One part of a written query. `at`: where it begins, in UTF-16 units. */
export type QueryToken = { readonly at: number; readonly raw: string } & (
  | { readonly kind: "open" | "close" | "and" | "or" | "not" | "exact" | "any" }
  | { readonly kind: "sources"; readonly min: number }
  | { readonly kind: "near"; readonly distance: number; readonly isOrdered: boolean }
  | { readonly kind: "field" | "list"; readonly name: string }
  | {
      readonly kind: "term";
      readonly text: string;
      readonly isQuoted: boolean;
      readonly prefix: boolean;
      readonly slop: number | null;
    }
);

/** `token` is null for signs that mean nothing. */
export interface QueryPart {
  readonly token: QueryToken | null;
  readonly next: number;
}
