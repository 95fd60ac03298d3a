import type { FeedStatus } from "../../domain/feed.ts";
import { feedHealth } from "../../domain/feed-health.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { Age, Clock } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { FeedActions } from "./feed-actions.tsx";
import { healthWords } from "./health-words.ts";
import { lastItemAt, type SourceFigures } from "./source-figures.ts";
import { SparkChart } from "./spark-chart.tsx";

/** One feed in the table of sources, on one line. Everything else is on the feed's own page. */
export function FeedRow(props: {
  readonly status: FeedStatus;
  readonly figures: SourceFigures | null;
  readonly viewer: Viewer;
}) {
  const { status, figures, viewer } = props;
  const { feed, poll, entryCount } = status;
  const words = healthWords(status, feedHealth(status, viewer.now));
  const last = lastItemAt(status, figures);
  const title = feed.title === null || feed.title === feed.source.name ? null : cleanLine(feed.title);
  return (
    <tr id={`feed-${feed.id}`}>
      <td class="name">
        <a href={`/sources/feeds/${feed.id}`}>
          <bdi>{cleanLine(feed.source.name)}</bdi>
        </a>
        {title === null ? null : (
          <span class="meta">
            {" "}
            <bdi>{title}</bdi>
          </span>
        )}
        {feed.source.family === undefined ? null : <span class="meta"> of {cleanLine(feed.source.family)}</span>}
        {feed.source.isPrivate === true ? <span class="meta"> licensed</span> : null}
      </td>
      <td class="health">
        <span class={`state ${words.state}`} title={words.detail ?? words.word}>
          {words.word}
        </span>
      </td>
      <td data-label="last item">
        {last === null ? (
          <span class="meta">{entryCount === 0 ? "nothing received yet" : "–"}</span>
        ) : (
          <>
            <Clock at={last} /> <Age at={last} class="meta" />
          </>
        )}
      </td>
      <td class="number" data-label="in 24 h">
        {figures === null ? (
          <span class="meta">0</span>
        ) : (
          <span class="day-figures">
            <SparkChart counts={figures.perHour} says={feed.source.name} />
            {figures.perHour.reduce((sum, count) => sum + count, 0)}
          </span>
        )}
      </td>
      <td data-label="next poll">{feed.state === "active" ? <Clock at={poll.nextPollAt} /> : "–"}</td>
      <td class="number" data-label="items">
        {entryCount.toLocaleString("en")}
      </td>
      {viewer.editor === null ? null : (
        <td class="actions">
          <details class="menu">
            <summary aria-label={`Actions for ${feed.source.name}`}>⋯</summary>
            <FeedActions feed={feed} csrf={viewer.editor.csrf} />
          </details>
        </td>
      )}
    </tr>
  );
}
