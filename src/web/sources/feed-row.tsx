import type { FeedState, FeedStatus } from "../../domain/feed.ts";
import { type FeedHealth, feedHealth } from "../../domain/feed-health.ts";
import { hourMs } from "../../domain/time.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { duration } from "../page/duration.ts";
import { Age, Clock, Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import type { SourceFigures } from "./source-figures.ts";
import { SparkChart } from "./spark-chart.tsx";

/** One feed in the table of sources. */
export function FeedRow(props: {
  readonly status: FeedStatus;
  readonly figures: SourceFigures | null;
  readonly viewer: Viewer;
}) {
  const { status, figures, viewer } = props;
  const { feed, poll, entryCount } = status;
  const health = feedHealth(status, viewer.now);
  return (
    <tr id={`feed-${feed.id}`}>
      <td class="wide">
        <a href={`/?source=${encodeURIComponent(feed.source.name)}`}>{cleanLine(feed.source.name)}</a>
        <p class="meta">
          {feed.source.kind}, rank {feed.source.rank}
          {feed.source.isPrivate === true ? ", licensed" : ""}
          {feed.title === null || feed.title === feed.source.name ? "" : ` · ${cleanLine(feed.title)}`}
        </p>
        <p class="meta">{shownAddress(feed.url, viewer.editor !== null)}</p>
      </td>
      <Health status={status} health={health} />
      <td>
        {feed.state === "active" ? <Clock at={poll.nextPollAt} /> : "–"}
        <p class="meta">{feed.state === "active" ? cleanLine(poll.nextPollReason) : ""}</p>
        {poll.lastPollAt === null ? null : (
          <p class="meta">
            last <Clock at={poll.lastPollAt} />
            {poll.lastStatus === null ? "" : `, ${poll.lastStatus}`}
          </p>
        )}
      </td>
      <td>
        {figures === null ? (
          <span class="meta">nothing</span>
        ) : (
          <SparkChart counts={figures.perHour} says={feed.source.name} />
        )}
        <Rhythm status={status} health={health} />
      </td>
      <td class="number">
        {figures?.latency == null ? "–" : duration(figures.latency.medianMs)}
        <p class="meta">{figures?.latency == null ? "" : `90 % ${duration(figures.latency.p90Ms)}`}</p>
      </td>
      <td class="number">{entryCount.toLocaleString("en")}</td>
      {viewer.editor === null ? null : <FeedButtons feedId={feed.id} state={feed.state} csrf={viewer.editor.csrf} />}
    </tr>
  );
}

function Health({ status, health }: { readonly status: FeedStatus; readonly health: FeedHealth }) {
  const { poll } = status;
  const words = healthWords(status, health);
  const since = health.quietSince;
  return (
    <td>
      <span class={`state ${words.state}`}>{words.word}</span>
      {words.detail === null ? null : <p class="meta">{cleanLine(words.detail).slice(0, detailCharsMax)}</p>}
      {poll.failure === null ? null : (
        <p class="meta">
          since <Time at={poll.failure.firstAt} />
        </p>
      )}
      {health.word === "quiet" && since !== null ? (
        <p class="meta">
          since <Time at={since} />
        </p>
      ) : null}
    </td>
  );
}

const detailCharsMax = 240;

function Rhythm({ status: { poll }, health }: { readonly status: FeedStatus; readonly health: FeedHealth }) {
  const rate = health.entriesPerHour ?? 0;
  const gap = rate > 0 ? hourMs / rate : null;
  return (
    <p class="meta">
      {gap === null ? "" : `every ${duration(gap)}, `}
      {poll.lastNewEntryAt === null ? "no news yet" : "last news "}
      {poll.lastNewEntryAt === null ? null : <Clock at={poll.lastNewEntryAt} />}{" "}
      {poll.lastNewEntryAt === null ? null : <Age at={poll.lastNewEntryAt} />}
    </p>
  );
}

/** Hide query and credentials from readers, because they may hold subscribers' keys. */
function shownAddress(url: string, whole: boolean): string {
  if (whole || !URL.canParse(url)) return whole ? url : "";
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search === "" ? "" : "?…"}`;
}

function FeedButtons(props: { readonly feedId: number; readonly state: FeedState; readonly csrf: string }) {
  const offered =
    props.state === "active"
      ? ([
          ["check", "Check now"],
          ["pause", "Pause"],
          ["remove", "Remove"],
        ] as const)
      : ([
          ["resume", "Resume"],
          ["remove", "Remove"],
        ] as const);
  return (
    <td>
      <form class="tools" method="post" action={`/sources/feeds/${props.feedId}`}>
        <input type="hidden" name="csrf" value={props.csrf} />
        {offered.map(([action, label]) => (
          <button key={action} type="submit" name="action" value={action}>
            {label}
          </button>
        ))}
      </form>
    </td>
  );
}

/** The health of a feed as a style (`state`), a word and a sentence. */
interface HealthWords {
  readonly state: "well" | "quiet" | "failing" | "waiting" | "off";
  readonly word: string;
  readonly detail: string | null;
}

function healthWords({ feed, poll }: FeedStatus, health: FeedHealth): HealthWords {
  switch (health.word) {
    case "paused":
      return { state: "off", word: feed.origin === "ingested" ? "archive" : "paused", detail: null };
    case "removed":
      return { state: "off", word: "removed", detail: null };
    case "gone":
      return { state: "off", word: "gone", detail: "The server says that it is gone for good (410)." };
    case "failing": {
      const { code, message, count } = poll.failure ?? { code: "", message: "", count: 0 };
      return { state: "failing", word: count === 1 ? "failed" : `failed ${count}×`, detail: `${code}: ${message}` };
    }
    case "gap":
      return {
        state: "quiet",
        word: "gap",
        detail: `News of about ${health.gap?.missingHours ?? 0} h may have been missed.`,
      };
    case "empty":
      return {
        state: "quiet",
        word: "empty",
        detail: `Answers, but empty since ${new Date(health.emptySince ?? 0).toISOString().slice(0, 16)}Z.`,
      };
    case "quiet":
      return {
        state: "quiet",
        word: "gone quiet",
        detail: "Answers as usual, but has had no news for longer than its rhythm explains.",
      };
    case "new":
      return { state: "waiting", word: "new", detail: "Not read yet." };
    case "ok":
      return {
        state: "well",
        word: "well",
        detail: health.cutBy === null ? null : `Too long to read in full (limit: ${health.cutBy}).`,
      };
  }
}
