import { render } from "preact-render-to-string";
import type { Page } from "../../domain/section.ts";
import type { ReadStore } from "../../domain/store.ts";
import type { Instant } from "../../domain/time.ts";
import { linksUnder } from "../page/base-path.ts";
import { RiverRow } from "../river/river-row.tsx";
import { rowFacts } from "../river/row-facts.ts";
import type { RowMarks } from "../river/row-marks.ts";
import { usualLanguage } from "../river/usual-language.ts";

/** A row as the event stream sends it. */
export interface LiveRow {
  readonly key: string;
  readonly mark: string;
  readonly at: Instant;
  readonly html: string;
}

/** The rows of a view at one moment. */
export interface LiveRows {
  /** The store's change mark. The rows are as new as this mark, or newer. */
  readonly changeMark: number;
  readonly rows: readonly LiveRow[];
  /** False when older rows follow that are not in `rows`. */
  readonly complete: boolean;
}

/**
 * Returns a function that reads a view's rows. A row that has not changed since the last call is not rendered again.
 * Links begin with `basePath`.
 */
export function createRowReader(
  store: Pick<ReadStore, "readShownMark">,
  readPage: () => Promise<Page>,
  readMarks: () => Promise<RowMarks>,
  basePath: string,
): () => Promise<LiveRows> {
  let known = new Map<string, LiveRow>();
  return async () => {
    const changeMark = await store.readShownMark();
    const page = await readPage();
    const marks = await readMarks();
    const usual = usualLanguage(page.items);
    const rows = page.items.map((item) => {
      const { key, mark, arrivedAt: at } = rowFacts(item);
      const before = known.get(key);
      if (before?.mark === mark) return before;
      const html = linksUnder(basePath, render(<RiverRow item={item} marks={marks} usual={usual} />));
      return { key, mark, at, html };
    });
    known = new Map(rows.map((row) => [row.key, row]));
    return { changeMark, rows, complete: page.next === null };
  };
}
