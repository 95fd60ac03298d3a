/**
 * A document in parts: joined by line ends (items in JSON by commas too) they are the whole. One text an item, in
 * order.
 */
export interface WrittenFeed {
  readonly head: string;
  readonly items: readonly string[];
  readonly tail: string;
}
