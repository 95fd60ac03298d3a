import { Fragment } from "preact";
import { createZoneDays, type ZoneDays } from "../../domain/calendar/zone-days.ts";
import type { WireItem } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";
import type { Viewer } from "../page/viewer.ts";
import { RiverRow } from "./river-row.tsx";
import type { RowMarks } from "./row-marks.ts";
import { usualLanguage } from "./usual-language.ts";

/** The rows of a view, with a line above each day. `id`: the list's id, if the page has only one list. */
export function RiverRows(props: {
  readonly id?: string;
  readonly items: readonly WireItem[];
  readonly marks: RowMarks;
  readonly viewer: Viewer;
}) {
  const { id, items, marks, viewer } = props;
  const usual = usualLanguage(items);
  const days = createZoneDays(viewer.timeZone);
  return (
    <ol class="river" {...(id === undefined ? {} : { id })}>
      {items.map((item, at) => (
        <Fragment key={item.id}>
          <DayLine at={item.arrivedAt} before={items[at - 1]?.arrivedAt ?? viewer.now} days={days} />
          <RiverRow item={item} marks={marks} usual={usual} />
        </Fragment>
      ))}
    </ol>
  );
}

/**
 * Shows the reader's day above a row whose day differs from that of the row before, and above the first row if its day
 * is not today.
 */
function DayLine({ at, before, days }: { readonly at: Instant; readonly before: Instant; readonly days: ZoneDays }) {
  const day = days.dayAt(at);
  if (day === days.dayAt(before)) return null;
  return (
    <li class="day">
      <time dateTime={day}>{dayFormat.format(Date.parse(day))}</time>
    </li>
  );
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });
