/** The reason for not adding a feed that we are already subscribed to. `sourceName`: the source of that feed. */
export function alreadySubscribedWords(feedId: number, sourceName: string): string {
  return `${beginning}${feedId} of ${sourceName}`;
}

/** Whether a reason for not adding a feed is that we are already subscribed to it. */
export function isAlreadySubscribed(reason: string): boolean {
  return reason.startsWith(beginning);
}

const beginning = "already subscribed, as feed ";
