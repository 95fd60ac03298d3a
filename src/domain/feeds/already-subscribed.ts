/** The reason why a feed is not added that is subscribed already. `sourceName`: the source that the feed belongs to. */
export function alreadySubscribedWords(feedId: number, sourceName: string): string {
  return `${beginning}${feedId} of ${sourceName}`;
}

/** Whether a reason for not adding a feed says that the feed is subscribed already. */
export function isAlreadySubscribed(reason: string): boolean {
  return reason.startsWith(beginning);
}

const beginning = "already subscribed, as feed ";
