/** A unit of comparison, and the part of the text that it covers (in UTF-16 units; `end` is exclusive). */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
