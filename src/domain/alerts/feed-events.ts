import { sourceKey } from "../copies/houses.ts";
import type { FeedStatus } from "../feed.ts";
import { feedHealth } from "../feed-health.ts";
import { type Instant, minuteMs } from "../time.ts";
import type { AlertRule } from "./alert-rule.ts";
import type { MessageItem } from "./outgoing.ts";
import { maySee } from "./rule-matcher.ts";

/**
 * A fault of a feed. It is reported once: `key` is made of the event, the feed, the time when the fault began, and the
 * rule.
 */
export interface FeedEvent {
  readonly key: string;
  readonly item: MessageItem;
}

/** A feed that could not be polled for this long is reported as failing. Most failures end sooner. */
const failingMsMin = 15 * minuteMs;

/**
 * The faults of active feeds that a rule reports. Of the rule's filters, only the fields `sources`, `kinds` and
 * `feedId` count. The rule must also be allowed to report the feed's source, if the source is private.
 */
export function feedEvents(
  rule: AlertRule,
  feeds: readonly FeedStatus[],
  { now, deskBase }: { readonly now: Instant; readonly deskBase: string },
): readonly FeedEvent[] {
  const chosen = feeds.filter(({ feed }) => feed.state === "active" && isChosen(rule, feed));
  return chosen.flatMap((status) =>
    eventsOf(status, now).flatMap(({ event, since, words }): FeedEvent[] => {
      if (!rule.on.includes(event)) return [];
      const { feed } = status;
      const headline = `${feed.source.name} ${words}`;
      const about = feed.title === null || feed.title === feed.source.name ? feed.source.name : feed.title;
      return [
        {
          key: `${event} ${feed.id} ${since} ${rule.name}`,
          item: {
            ...{
              event,
              headline,
              summary: `Feed: ${about}.`,
              source: feed.source.name,
              outlets: null,
              url: feed.siteUrl,
            },
            ...{ deskUrl: `${deskBase}/sources/feeds/${feed.id}`, at: since },
          },
        },
      ];
    }),
  );
}

function isChosen({ filters, privateSources }: AlertRule, { source, id }: FeedStatus["feed"]): boolean {
  return (
    maySee({ privateSources }, { isPrivate: source.isPrivate === true, sourceName: source.name }) &&
    filters.every(
      ({ sources, kinds, feedId }) =>
        (feedId === null || feedId === id) &&
        (kinds.length === 0 || kinds.includes(source.kind)) &&
        (sources.length === 0 || sources.some((name) => sourceKey(name) === sourceKey(source.name))),
    )
  );
}

interface State {
  readonly event: "silent" | "failing" | "empty";
  readonly since: Instant;
  readonly words: string;
}

function eventsOf(status: FeedStatus, now: Instant): readonly State[] {
  const { quietSince, emptySince } = feedHealth(status, now);
  const { failure } = status.poll;
  const states: State[] = [];
  if (failure !== null && now - failure.firstAt >= failingMsMin)
    states.push({ event: "failing", since: failure.firstAt, words: `cannot be polled: ${failure.message}` });
  if (quietSince !== null) states.push({ event: "silent", since: quietSince, words: "has fallen silent" });
  if (emptySince !== null) states.push({ event: "empty", since: emptySince, words: "answers without items" });
  return states;
}
