/**
 * A document in parts, one text an item, in order. Joined by line ends (JSON items also by commas) they are the whole
 * document.
 */
export interface WrittenFeed {
  readonly head: string;
  readonly items: readonly string[];
  readonly tail: string;
}
