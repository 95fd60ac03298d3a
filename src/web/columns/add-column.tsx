import { queryCharsMax } from "../../domain/query/search-query.ts";
import type { Section } from "../../domain/section.ts";
import type { DeskQuery } from "../river/desk-query.ts";
import { urgencyNames } from "../river/row-facts.ts";
import { columnsMax, columnValue } from "./read-columns.ts";

/** The strip at the right that adds a column: a section, narrowed by a search or an urgency. */
export function AddColumn(props: { readonly queries: readonly DeskQuery[]; readonly sections: readonly Section[] }) {
  const { queries, sections } = props;
  if (queries.length >= columnsMax) return null;
  return (
    <details class="add-column">
      <summary title="Add a column">
        <span aria-hidden="true">+</span>
        <span class="unseen">Add a column</span>
      </summary>
      <form action="/columns" method="get">
        {queries.map((query, at) => (
          <input key={at} type="hidden" name="column" value={columnValue(query)} />
        ))}
        <input type="hidden" name="add" value="1" />
        <label>
          Section
          <select name="section">
            {sections.map(({ id, title }) => (
              <option key={id} value={id === "all" ? "" : id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          Search
          <input type="search" name="q" maxLength={queryCharsMax} placeholder="ferry OR quay" />
        </label>
        <label>
          Urgency
          <select name="urgency">
            <option value="">Any urgency</option>
            {[1, 2, 3, 4].map((urgency) => (
              <option key={urgency} value={urgency}>
                {urgency === 1 ? "flash" : `${urgencyNames[urgency]} and above`}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="primary">
          Add
        </button>
      </form>
    </details>
  );
}
