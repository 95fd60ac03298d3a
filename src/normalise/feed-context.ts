/** The known facts about the feed of an item. */
export interface FeedContext {
  readonly url: string;
  readonly language: string | null;
  readonly siteUrl: string | null;
  readonly sourceName: string;
  /** True when the source shows what others print, so that its items name their publishers. Absent: false. */
  readonly isAggregator?: boolean;
}
