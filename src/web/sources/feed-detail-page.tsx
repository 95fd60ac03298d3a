import type { Feed, FeedStatus } from "../../domain/feed.ts";
import { feedHealth } from "../../domain/feed-health.ts";
import type { LoggedPoll } from "../../domain/feeds/poll-log.ts";
import type { Section, WireItem } from "../../domain/section.ts";
import { counted } from "../../domain/text/counted.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { duration } from "../page/duration.ts";
import { PageFrame } from "../page/page-frame.tsx";
import { Age, Clock, Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { toldTitle } from "../river/told-title.ts";
import { SourceFields } from "./add-feeds.tsx";
import { failureWords } from "./failure-words.ts";
import { FeedActions, shownAddress, siteOf } from "./feed-actions.tsx";
import { healthWords } from "./health-words.ts";
import { lastItemAt, type SourceFigures } from "./source-figures.ts";

/** One feed: its health, its last polls and items, and for editors the forms that change it. */
export function FeedDetailPage(props: {
  readonly status: FeedStatus;
  readonly figures: SourceFigures | null;
  readonly polls: readonly LoggedPoll[];
  readonly items: readonly WireItem[];
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { status, figures, polls, items, viewer } = props;
  const { feed } = status;
  const name = cleanLine(feed.source.name);
  return (
    <PageFrame title={`${name} – wiredesk`} sections={props.sections} viewer={viewer} page="sources">
      <main id="main" tabIndex={-1} class="sources feed-page">
        <h1 dir="auto">{name}</h1>
        <p class="meta">
          {feed.title === null || cleanLine(feed.title) === name ? "" : `${cleanLine(feed.title)} · `}
          {feed.source.kind}
          {feed.source.family === undefined ? "" : ` of ${cleanLine(feed.source.family)}`}, priority {feed.source.rank}{" "}
          · {shownAddress(feed.url, viewer.editor !== null)}
        </p>
        <Facts status={status} figures={figures} viewer={viewer} />
        {viewer.editor === null ? null : <Editing status={status} csrf={viewer.editor.csrf} />}
        <div class="forms">
          <Polls polls={polls} />
          <Items items={items} source={feed.source.name} />
        </div>
        <p>
          <a href="/sources">All sources</a>
        </p>
      </main>
    </PageFrame>
  );
}

function Facts({ status, figures, viewer }: { status: FeedStatus; figures: SourceFigures | null; viewer: Viewer }) {
  const { feed, poll } = status;
  const health = feedHealth(status, viewer.now);
  const words = healthWords(status, health);
  const last = lastItemAt(status, figures);
  const rate = health.entriesPerHour ?? 0;
  return (
    <>
      <p>
        <span class={`state ${words.state}`}>{words.word}</span>
        {poll.failure === null ? null : (
          <>
            {" "}
            since <Time at={poll.failure.firstAt} />
          </>
        )}
      </p>
      {words.detail === null ? null : <p class="meta">{cleanLine(words.detail)}</p>}
      <p>
        {last === null ? "Nothing received yet" : null}
        {last === null ? null : (
          <>
            Last item <Clock at={last} /> (<Age at={last} />)
          </>
        )}
        {rate > 0 ? `, one every ${duration(3_600_000 / rate)}` : ""}
        {feed.state === "active" ? (
          <>
            {" "}
            · next poll <Clock at={poll.nextPollAt} /> ({cleanLine(poll.nextPollReason)})
          </>
        ) : null}
        {figures?.latency == null
          ? ""
          : ` · half of the items arrive within ${duration(figures.latency.medianMs)}, 9 in 10 within ${duration(figures.latency.p90Ms)}`}
      </p>
    </>
  );
}

function Editing({ status: { feed, poll }, csrf }: { readonly status: FeedStatus; readonly csrf: string }) {
  return (
    <>
      <FeedActions feed={feed} csrf={csrf} />
      {poll.failure === null ? null : <Mending feed={feed} csrf={csrf} />}
      {feed.origin === "config" ? (
        <p class="meta">Its address, name, kind and priority are set in the configuration file.</p>
      ) : (
        <details>
          <summary>Change address, name, kind or priority</summary>
          <form class="narrow" method="post" action={`/sources/feeds/${feed.id}/edit`}>
            <input type="hidden" name="csrf" value={csrf} />
            <label>
              Address
              <input type="url" name="url" required maxLength={2_000} value={feed.url} />
            </label>
            <SourceFields source={feed.source.name} kind={feed.source.kind} rank={feed.source.rank} />
            <button type="submit" class="primary">
              Save
            </button>
          </form>
        </details>
      )}
    </>
  );
}

/** What to do about a failing feed: take the address that its site advertises, or only look at it. */
function Mending({ feed, csrf }: { readonly feed: Feed; readonly csrf: string }) {
  return (
    <div class="tools">
      {feed.origin === "config" ? null : (
        <form method="post" action={`/sources/feeds/${feed.id}/mend`}>
          <input type="hidden" name="csrf" value={csrf} />
          <button type="submit" class="primary">
            Use the feed that the site advertises
          </button>
        </form>
      )}
      <form method="post" action="/sources/find">
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="url" value={siteOf(feed)} />
        <button type="submit">Only look at it</button>
      </form>
    </div>
  );
}

function Polls({ polls }: { readonly polls: readonly LoggedPoll[] }) {
  return (
    <section aria-labelledby="polls-title">
      <h2 id="polls-title">Last polls</h2>
      {polls.length === 0 ? <p class="meta">Not polled yet.</p> : null}
      <ol class="polls">
        {polls.map((poll) => (
          <li key={poll.at} class={poll.failure === null ? "" : "failed"}>
            <Clock at={poll.at} /> {pollWords(poll)}
          </li>
        ))}
      </ol>
    </section>
  );
}

function pollWords({ failure, status, newCount }: LoggedPoll): string {
  if (failure !== null) return failureWords(failure);
  if (newCount > 0) return counted(newCount, "new item");
  return status === 304 ? "unchanged" : "nothing new";
}

function Items({ items, source }: { readonly items: readonly WireItem[]; readonly source: string }) {
  return (
    <section aria-labelledby="items-title">
      <h2 id="items-title">
        Newest items (<a href={`/?source=${encodeURIComponent(source)}`}>all items of the source</a>)
      </h2>
      <ol class="polls">
        {items.map(({ id, lead }) => (
          <li key={id} dir="auto">
            <Clock at={lead.firstSeenAt} /> <a href={`/entries/${lead.id}`}>{toldTitle(lead).headline}</a>
          </li>
        ))}
      </ol>
    </section>
  );
}
