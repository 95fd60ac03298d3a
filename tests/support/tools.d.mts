/** A program that tests drive, with Debian's packages for it and the test files that cannot do without it. */
export interface Tool {
  readonly file: string;
  readonly debian: readonly string[];
  readonly tests: readonly string[];
  readonly isThere: () => boolean;
  /** False where another program that takes longer would do its work. */
  readonly isQuick: () => boolean;
}

export declare const readerTools: Readonly<Record<"feedparser" | "liferea" | "newsboat" | "rss2email" | "sfeed", Tool>>;
export declare const tools: readonly Tool[];
