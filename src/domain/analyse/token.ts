/** What is compared, and the part of the text that it stands for (UTF-16 units, `end` after the last). */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
