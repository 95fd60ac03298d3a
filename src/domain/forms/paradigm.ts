/**
 * The prefixes and endings of the forms of a word. A word that has a prefix and an ending of the lists may have forms
 * with every other prefix and ending of the lists. An ending follows a stem of at least `stemMin` letters that fits
 * `stem`.
 */
export interface Paradigm {
  readonly prefixes: readonly string[];
  readonly endings: readonly string[];
  readonly stemMin: number;
  readonly stem: RegExp | null;
  /**
   * At least one of these endings must have been seen with the stem; null: no ending need have been seen. Such endings
   * distinguish verbs from nouns.
   */
  readonly anchors: readonly string[] | null;
}

/**
 * Makes a paradigm from a line of a table: endings in ordinary letters, separated by spaces; "-" stands for no ending.
 */
export function paradigm(
  endings: string,
  more: {
    readonly prefixes?: string;
    readonly stemMin?: number;
    readonly stem?: RegExp;
    readonly anchors?: string;
  } = {},
): Paradigm {
  const { prefixes = "-", stemMin = 3, stem = null, anchors } = more;
  const needed = anchors === undefined ? null : listOf(anchors);
  return { prefixes: listOf(prefixes), endings: listOf(endings), stemMin, stem, anchors: needed };
}

function listOf(table: string): readonly string[] {
  return [...new Set(table.split(/\s+/).map((one) => (one === "-" ? "" : one)))];
}
