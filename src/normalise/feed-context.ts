/** The known facts about the feed of an item. */
export interface FeedContext {
  readonly url: string;
  readonly language: string | null;
  readonly siteUrl: string | null;
  readonly sourceName: string;
  /** True when the source is an aggregator, whose items name their publishers. Absent: false. */
  readonly isAggregator?: boolean;
}
