import type { Page, Section } from "../../domain/section.ts";
import { HelpSheet } from "../page/help-sheet.tsx";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";
import type { DeskQuery } from "../river/desk-query.ts";
import type { FilterChoices } from "../river/filter-form.tsx";
import { RiverRows } from "../river/river-rows.tsx";
import type { RowMarks } from "../river/row-marks.ts";
import { AddColumn } from "./add-column.tsx";
import { columnsAddress, columnTitle } from "./read-columns.ts";

/** A column with its rows. */
export interface ColumnView {
  readonly query: DeskQuery;
  readonly page: Page;
  readonly marks: RowMarks;
}

/** Several views of the river side by side, for wide screens. All of them are live over one connection. */
export function ColumnsPage(props: {
  readonly columns: readonly ColumnView[];
  /** The store's change mark before the rows were read. The event stream continues from there. */
  readonly changeMark: number;
  readonly choices: FilterChoices;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { columns, choices, viewer, sections } = props;
  const queries = columns.map(({ query }) => query);
  return (
    <PageFrame title="Columns – wiredesk" sections={sections} viewer={viewer} page="columns">
      <div id="flash" class="flash" role="alert" hidden />
      <p id="trouble" class="trouble" role="status" hidden={choices.trouble === null}>
        <a href="/sources?show=failing">{choices.trouble}</a>
      </p>
      <main
        id="main"
        tabIndex={-1}
        class="columns"
        data-events={columnsAddress("/events", queries)}
        data-change-mark={props.changeMark}
      >
        <h1 class="unseen">Columns</h1>
        {columns.map((column, at) => (
          <Column key={at} column={column} at={at} queries={queries} viewer={viewer} />
        ))}
        <AddColumn queries={queries} sections={choices.sections} />
      </main>
      <HelpSheet />
    </PageFrame>
  );
}

function Column(props: {
  readonly column: ColumnView;
  readonly at: number;
  readonly queries: readonly DeskQuery[];
  readonly viewer: Viewer;
}) {
  const { column, at, queries, viewer } = props;
  const { query, page, marks } = column;
  const title = columnTitle(query);
  return (
    <section class="column" aria-labelledby={`column-${at}`}>
      <header>
        <h2 id={`column-${at}`}>
          <a href={`/${query.canonical}`}>
            <bdi>{title}</bdi>
          </a>
        </h2>
        <button type="button" class="column-pill" hidden />
        {at === 0 ? null : (
          <a
            href={columnsAddress("/columns", swapped(queries, at))}
            aria-label={`Move ${title} to the left`}
            title="Move left"
          >
            ‹
          </a>
        )}
        {queries.length === 1 ? null : (
          <a href={columnsAddress("/columns", queries.toSpliced(at, 1))} aria-label={`Remove ${title}`} title="Remove">
            ×
          </a>
        )}
      </header>
      <RiverRows items={page.items} marks={marks} viewer={viewer} />
    </section>
  );
}

/** The queries in their new order, once the column at `at` has moved one place to the left. */
function swapped(queries: readonly DeskQuery[], at: number): readonly DeskQuery[] {
  const before = queries.slice(at - 1, at);
  return [...queries.slice(0, at - 1), ...queries.slice(at, at + 1), ...before, ...queries.slice(at + 1)];
}
