/**
 * The one query syntax of sections, the desk page, alerts and the API, as a tree.
 * Words and "phrases" are matched on folded text; `word*` is a prefix; AND is implied; OR, NOT and parentheses as
 * usual.
 */
export type SearchQuery =
  | { readonly kind: "term"; readonly words: readonly string[]; readonly prefix: boolean }
  | { readonly kind: "and"; readonly parts: readonly SearchQuery[] }
  | { readonly kind: "or"; readonly parts: readonly SearchQuery[] }
  | { readonly kind: "not"; readonly part: SearchQuery };
