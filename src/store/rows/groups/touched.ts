/**
 * The groups that a transaction changed, each with the group to which its members last moved. A group that is empty at
 * the end is redirected there.
 */
export interface Touched {
  readonly copies: Map<number, number | null>;
  readonly stories: Map<number, number | null>;
  /** Leads that stay in their copies after significant revisions. */
  readonly leadsToAnnounce: Set<number>;
  readonly privateFeeds: ReadonlySet<number>;
  /** True when an entry that the public sees went to another group. */
  movedPublic: boolean;
  copiesOpened: number;
  storiesOpened: number;
}

export function noneTouched(privateFeeds: ReadonlySet<number>): Touched {
  return {
    copies: new Map(),
    stories: new Map(),
    leadsToAnnounce: new Set(),
    privateFeeds,
    movedPublic: false,
    copiesOpened: 0,
    storiesOpened: 0,
  };
}

/** Notes whether the public sees any of the feeds whose entries were moved. */
export function touchMoved(touched: Touched, feedIds: readonly { readonly feed_id: number }[]): void {
  if (feedIds.some(({ feed_id }) => !touched.privateFeeds.has(feed_id))) touched.movedPublic = true;
}

export function touchCopy(touched: Touched, copyId: number, wentTo: number | null): void {
  touched.copies.set(copyId, wentTo ?? touched.copies.get(copyId) ?? null);
}

export function touchStory(touched: Touched, storyId: number, wentTo: number | null): void {
  touched.stories.set(storyId, wentTo ?? touched.stories.get(storyId) ?? null);
}
