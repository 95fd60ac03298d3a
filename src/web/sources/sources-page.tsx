import type { FeedStatus } from "../../domain/feed.ts";
import { feedHealth, type HealthWord } from "../../domain/feed-health.ts";
import type { Section } from "../../domain/section.ts";
import type { StoreCounts } from "../../domain/store.ts";
import { duration } from "../page/duration.ts";
import { HelpSheet } from "../page/help-sheet.tsx";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";
import { FeedRow } from "./feed-row.tsx";
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
}

/** Every feed with its health, rhythm and next poll. Failing feeds come first. */
export function SourcesPage(props: {
  readonly view: SourcesView;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { view, viewer } = props;
  const feeds = [...view.feeds].sort(
    (a, b) => order.indexOf(feedHealth(a, viewer.now).word) - order.indexOf(feedHealth(b, viewer.now).word),
  );
  return (
    <PageFrame title="Sources – wiredesk" sections={props.sections} viewer={viewer} page="sources">
      <main id="main" tabIndex={-1} class="sources">
        <h1>Sources</h1>
        <Figures view={view} />
        <section class="table" aria-label="Feeds">
          <table>
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col" {...(numeric.has(name) ? { class: "number" } : {})}>
                    {name}
                  </th>
                ))}
                {viewer.editor === null ? null : <th scope="col">Change</th>}
              </tr>
            </thead>
            <tbody>
              {feeds.map((status) => (
                <FeedRow
                  key={status.feed.id}
                  status={status}
                  figures={view.figures.get(status.feed.id) ?? null}
                  viewer={viewer}
                />
              ))}
            </tbody>
          </table>
        </section>
        {feeds.length === 0 ? <p class="empty">No feeds yet.</p> : null}
        <p>
          <a href="/sources.opml">Subscriptions as OPML</a> · <a href="/feeds.opml">Our sections as OPML</a>
        </p>
        {view.hub === null ? null : <HubPanel view={view.hub} viewer={viewer} />}
        {viewer.editor === null ? null : <FeedForms csrf={viewer.editor.csrf} />}
      </main>
      <HelpSheet />
    </PageFrame>
  );
}

const order: readonly HealthWord[] = ["failing", "gap", "empty", "quiet", "new", "ok", "paused", "gone", "removed"];
const numeric = new Set(["Latency", "Entries"]);
const columns = ["Source", "State", "Next poll", "Last 24 h", "Latency", "Entries"];

function Figures({ view }: { readonly view: SourcesView }) {
  const { counts, figures } = view;
  const all = figures.get(null);
  const failing = view.feeds.filter((status) => status.poll.failure !== null).length;
  const shown: readonly (readonly [string, string])[] = [
    ["sources", String(counts.sources)],
    ["feeds", String(counts.feeds)],
    ["failing", String(failing)],
    ["entries", counts.entries.toLocaleString("en")],
    ["stories", counts.stories.toLocaleString("en")],
    ["waiting for a decision", String(counts.pending)],
    ["median latency", all?.latency == null ? "–" : duration(all.latency.medianMs)],
    ["90 % within", all?.latency == null ? "–" : duration(all.latency.p90Ms)],
  ];
  return (
    <>
      <dl class="figures">
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {all === undefined ? null : <SparkChart counts={all.perHour} says="All entries" />}
    </>
  );
}

/** Forms that add feeds: one by its address, or many by OPML. */
function FeedForms({ csrf }: { readonly csrf: string }) {
  return (
    <div class="forms">
      <form method="post" action="/sources/feeds">
        <h2>Add a feed</h2>
        <input type="hidden" name="csrf" value={csrf} />
        <label>
          Address of the feed
          <input type="url" name="url" required maxLength={2_000} placeholder="https://" />
        </label>
        <label>
          Source
          <input name="source" required maxLength={200} placeholder="The agency or outlet behind it" />
        </label>
        <label>
          Kind
          <select name="kind">
            <option value="outlet">outlet</option>
            <option value="agency">agency</option>
            <option value="aggregator">aggregator</option>
          </select>
        </label>
        <label>
          Rank (lower leads)
          <input type="number" name="rank" min={0} max={1_000} value={100} />
        </label>
        <button type="submit">Add</button>
      </form>
      <form method="post" action="/sources/import">
        <h2>Import OPML</h2>
        <input type="hidden" name="csrf" value={csrf} />
        <label class="script-only" hidden>
          From a file
          <input type="file" id="opml-file" accept=".opml,.xml,text/x-opml,text/xml" />
        </label>
        <label>
          The document
          <textarea name="opml" id="opml" rows={8} required />
        </label>
        <button type="submit">Import</button>
      </form>
    </div>
  );
}
