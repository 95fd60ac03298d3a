import type { Hits } from "../../domain/query/hits.ts";
import type { Page, Section } from "../../domain/section.ts";
import { HelpSheet } from "../page/help-sheet.tsx";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";
import { addressOf, type DeskQuery } from "./desk-query.ts";
import { type FilterChoices, FilterForm } from "./filter-form.tsx";
import { HitChart } from "./hit-chart.tsx";
import { NothingFound } from "./nothing-found.tsx";
import { RiverRows } from "./river-rows.tsx";
import type { RowMarks } from "./row-marks.ts";

export interface DeskView {
  readonly query: DeskQuery;
  readonly choices: FilterChoices;
  readonly page: Page;
  readonly marks: RowMarks;
  /** The store's change mark when the rows were read. The event stream continues from there. */
  readonly changeMark: number;
  /** How many entries are still in the search index of an earlier build. */
  readonly indexWaiting: number;
  /** The number of hits of a search; null when they were not counted. */
  readonly hits: Hits | null;
  /** What is wrong with the filters; null when nothing is. */
  readonly error: string | null;
}

/** The river: the newest stories under the filters of the address. */
export function DeskPage(props: {
  readonly view: DeskView;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { view, viewer } = props;
  const { query } = view;
  const title = query.section.id === "all" ? "wiredesk" : `${query.section.title} – wiredesk`;
  // A list sorted by relevance or points has no fixed place for new rows.
  const live =
    query.page.after === null && view.error === null && query.page.sort !== "relevance" && query.page.sort !== "top";
  return (
    <PageFrame title={title} sections={props.sections} viewer={viewer} page="river">
      <div id="flash" class="flash" role="alert" hidden />
      <p id="trouble" class="trouble" role="status" hidden={view.choices.trouble === null}>
        <a href="/sources?show=failing">{view.choices.trouble}</a>
      </p>
      <FilterForm
        query={query}
        forms={view.marks.forms}
        choices={view.choices}
        error={view.error}
        waiting={view.indexWaiting}
        now={viewer.now}
        timeZone={viewer.timeZone}
      >
        {view.hits === null ? null : <HitChart hits={view.hits} now={viewer.now} timeZone={viewer.timeZone} />}
      </FilterForm>
      <main
        id="main"
        tabIndex={-1}
        {...(live ? { "data-events": `/events${query.canonical}`, "data-change-mark": view.changeMark } : {})}
        {...(query.search === null ? {} : { "data-searching": "1" })}
      >
        <h1 class="unseen">{query.section.title}: newest first</h1>
        <River view={view} viewer={viewer} />
        <Older view={view} />
      </main>
      <HelpSheet />
    </PageFrame>
  );
}

function River({ view, viewer }: { readonly view: DeskView; readonly viewer: Viewer }) {
  const { items } = view.page;
  return (
    <>
      <RiverRows id="river" items={items} marks={view.marks} viewer={viewer} />
      {items.length > 0 ? null : (
        <NothingFound
          query={view.query}
          isFaulty={view.error !== null}
          trouble={view.choices.trouble}
          viewer={viewer}
        />
      )}
    </>
  );
}

function Older({ view }: { readonly view: DeskView }) {
  const { query, page } = view;
  return (
    <nav class="older" id="older" aria-label="Older and newer">
      {query.page.after === null ? null : <a href={`/${query.canonical}`}>Newest</a>}
      {page.next === null ? null : (
        <a rel="next" href={`/${addressOf(query, { after: `${page.next.at}-${page.next.id}` })}`}>
          Older
        </a>
      )}
    </nav>
  );
}
