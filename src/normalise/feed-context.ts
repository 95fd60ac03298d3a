/** What is known of the feed that an item came in. */
export interface FeedContext {
  readonly url: string;
  readonly language: string | null;
  readonly siteUrl: string | null;
  readonly sourceName: string;
}
