import type { FeedStatus } from "../../domain/feed.ts";
import { feedHealth, type HealthWord } from "../../domain/feed-health.ts";
import type { Section } from "../../domain/section.ts";
import type { StoreCounts } from "../../domain/store.ts";
import { duration } from "../page/duration.ts";
import { HelpSheet } from "../page/help-sheet.tsx";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";
import { AddFeeds } from "./add-feeds.tsx";
import { FeedRow } from "./feed-row.tsx";
import { feedTrouble } from "./feed-trouble.ts";
import { HubPanel, type HubView } from "./hub-panel.tsx";
import type { SourceFigures } from "./source-figures.ts";
import { SparkChart } from "./spark-chart.tsx";

interface SourcesView {
  readonly feeds: readonly FeedStatus[];
  readonly counts: StoreCounts;
  /** By feed id; the key null has the figures of all feeds together. */
  readonly figures: ReadonlyMap<number | null, SourceFigures>;
  /** null when there is no hub, or when the viewer may not see subscribers' addresses. */
  readonly hub: HubView | null;
  /** The filter of the list: a text, and whether to show only failing feeds. */
  readonly asked: { readonly text: string; readonly failingOnly: boolean };
}

/** All feeds, each on one line, with health, rhythm and next poll. Failing feeds come first. */
export function SourcesPage(props: {
  readonly view: SourcesView;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { view, viewer } = props;
  const wordOf = (status: FeedStatus) => feedHealth(status, viewer.now).word;
  const feeds = view.feeds
    .filter((status) => isAsked(status, view.asked, wordOf(status)))
    .sort((a, b) => order.indexOf(wordOf(a)) - order.indexOf(wordOf(b)));
  const trouble = feedTrouble(view.feeds);
  return (
    <PageFrame title="Sources – wiredesk" sections={props.sections} viewer={viewer} page="sources">
      <main id="main" tabIndex={-1} class="sources">
        <h1>Sources</h1>
        {trouble === null ? null : <p class="trouble">{trouble}</p>}
        <Figures view={view} />
        <div class="source-tools">
          <search>
            <form method="get" action="/sources">
              <input
                type="search"
                name="q"
                value={view.asked.text}
                placeholder="Source, title or address"
                aria-label="Look for a source"
                maxLength={200}
              />
              <label>
                <input type="checkbox" name="show" value="failing" checked={view.asked.failingOnly} /> failing only
              </label>
              <button type="submit">Show</button>
            </form>
          </search>
          <a href="/sources/first">Who is first</a>
          {viewer.editor === null ? null : <AddFeeds csrf={viewer.editor.csrf} isOpen={view.feeds.length === 0} />}
        </div>
        <FeedTable feeds={feeds} figures={view.figures} viewer={viewer} />
        {feeds.length > 0 ? null : (
          <p class="empty">{view.feeds.length === 0 ? "No feeds yet." : "No feed matches."}</p>
        )}
        <p>
          <a href="/sources.opml">Subscriptions as OPML</a> · <a href="/feeds.opml">Our sections as OPML</a>
        </p>
        {view.hub === null ? null : <HubPanel view={view.hub} viewer={viewer} />}
      </main>
      <HelpSheet />
    </PageFrame>
  );
}

function isAsked({ feed }: FeedStatus, asked: SourcesView["asked"], word: HealthWord): boolean {
  if (asked.failingOnly && !troubled.has(word)) return false;
  const text = `${feed.source.name} ${feed.title ?? ""} ${withoutQuery(feed.url)}`.toLowerCase();
  return asked.text
    .toLowerCase()
    .split(/\s+/)
    .every((term) => text.includes(term));
}

/**
 * Leaves out the query of an address, which may contain a subscriber's key, and the credentials. A search must not
 * reveal them.
 */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//");
}

const troubled = new Set<HealthWord>(["failing", "gone", "gap", "empty", "quiet"]);
const order: readonly HealthWord[] = ["failing", "gap", "empty", "quiet", "new", "ok", "paused", "gone", "removed"];

function FeedTable(props: {
  readonly feeds: readonly FeedStatus[];
  readonly figures: SourcesView["figures"];
  readonly viewer: Viewer;
}) {
  const { feeds, figures, viewer } = props;
  return (
    <section class="table" aria-label="Feeds">
      <table class="feeds">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">State</th>
            <th scope="col">Last item</th>
            <th scope="col" class="number">
              Items in 24 h
            </th>
            <th scope="col">Next poll</th>
            <th scope="col" class="number">
              Items
            </th>
            {viewer.editor === null ? null : (
              <th scope="col">
                <span class="unseen">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {feeds.map((status) => (
            <FeedRow
              key={status.feed.id}
              status={status}
              figures={figures.get(status.feed.id) ?? null}
              viewer={viewer}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Figures({ view }: { readonly view: SourcesView }) {
  const { counts, figures } = view;
  const all = figures.get(null);
  const failing = view.feeds.filter((status) => status.poll.failure !== null).length;
  const shown: readonly (readonly [string, string])[] = [
    ["sources", String(counts.sources)],
    ["feeds", String(counts.feeds)],
    ["failing", String(failing)],
    ["items", counts.entries.toLocaleString("en")],
    ["stories", counts.stories.toLocaleString("en")],
    ["not yet matched", String(counts.pending)],
    ["half arrive within", all?.latency == null ? "–" : duration(all.latency.medianMs)],
    ["9 in 10 arrive within", all?.latency == null ? "–" : duration(all.latency.p90Ms)],
  ];
  return (
    <div class="overview">
      <dl class="figures">
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {all === undefined ? null : (
        <figure>
          <SparkChart counts={all.perHour} says="All items" />
          <figcaption>
            <span>24 h ago</span>
            <span>at most {Math.max(0, ...all.perHour)} an hour</span>
            <span>now</span>
          </figcaption>
        </figure>
      )}
    </div>
  );
}
