import type { WireItem } from "../../domain/section.ts";
import { Age, Clock } from "../page/time.tsx";
import { Marked } from "./marked.tsx";
import { RowAlarms } from "./row-alarms.tsx";
import { alarmName, type RowFacts, rowFacts, shownEntry, urgencyNames } from "./row-facts.ts";
import type { RowMarks } from "./row-marks.ts";
import { firstLineOf } from "./told-title.ts";

/**
 * One row of the river: a story, a copy or an entry. `usual`: the language of most rows, which the row does not name.
 */
export function RiverRow(props: { readonly item: WireItem; readonly marks: RowMarks; readonly usual?: string | null }) {
  const { item, marks, usual = null } = props;
  const row = rowFacts(item);
  const { watched, pieces, line: foundLine } = marks.read(item);
  const line = foundLine ?? (row.withdrawn ? "" : firstLineOf(shownEntry(item), row.headline));
  const language = row.language === null ? {} : { lang: row.language };
  return (
    <li class={classOf(row, watched.length > 0)} {...dataOf(row, watched)}>
      <Clock at={row.arrivedAt} class="clock" />
      <div class="told">
        <h2 dir="auto">
          {row.cue === null ? null : (
            <span class="cue" dir="ltr">
              {row.cue}
            </span>
          )}{" "}
          <a href={row.href} {...language}>
            <Marked pieces={pieces(row.headline)} />
          </a>
        </h2>
        {(line === "" && !row.isMatch) || row.withdrawn ? null : (
          <p class="lede" dir="auto" {...language}>
            {row.isMatch ? (
              <span class="found-in" dir="auto" lang="en">
                in {row.source}:{" "}
              </span>
            ) : null}
            <Marked pieces={pieces(line)} />
          </p>
        )}
        <RowAlarms alarms={row.alarms} shownMax={2} />
      </div>
      <RowSource row={row} usual={usual} />
      <Outlets row={row} />
    </li>
  );
}

function classOf(row: RowFacts, isWatched: boolean): string {
  return [
    `row u${row.urgency}`,
    ...(row.corrected ? ["corrected"] : []),
    ...(row.withdrawn ? ["withdrawn"] : []),
    ...row.alarms.map(({ kind }) => `has-${kind}`).slice(0, 1),
    ...(isWatched ? ["watched"] : []),
  ].join(" ");
}

/** The attributes of a row that the page's script reads. */
function dataOf(row: RowFacts, watched: readonly string[]): Readonly<Record<`data-${string}`, string | number>> {
  const { flash, alarms } = row;
  return {
    "data-key": row.key,
    "data-mark": row.mark,
    "data-at": row.arrivedAt,
    ...(flash === null ? {} : { "data-flash": alarmName(flash), "data-flash-at": flash.at }),
    ...(alarms.length === 0 ? {} : { "data-alarms": alarms.map(alarmName).join(" ") }),
    ...(watched.length > 0 ? { "data-watch": watched.join(", ") } : {}),
  };
}

function RowSource({ row, usual }: { readonly row: RowFacts; readonly usual: string | null }) {
  return (
    <p class="from">
      <span class="source">
        <bdi>{row.source}</bdi>
        {row.outlet === null ? null : (
          <>
            {" "}
            › <bdi>{row.outlet}</bdi>
          </>
        )}
      </span>
      {row.licensed ? <span class="licensed">licensed</span> : null}
      {row.copyCount > 1 ? <span class="copies">{row.copyCount} versions</span> : null}
      {row.language === null || row.language.split("-")[0] === usual ? null : (
        <span class="language">{row.language}</span>
      )}
      {row.urgency === 5 ? null : <span class="unseen">urgency: {urgencyNames[row.urgency]}</span>}
      {row.changedAt === null ? null : (
        <span class="changed">
          changed <Clock at={row.changedAt} />
        </span>
      )}
      <Age at={row.arrivedAt} class="age" />
    </p>
  );
}

/** How many outlets carry the item. The more outlets, the darker the colour. */
function Outlets({ row: { others, outlets } }: { readonly row: RowFacts }) {
  if (others.length === 0) return <span class="outlets" />;
  const tint = outlets < 4 ? 1 : outlets < 8 ? 2 : 3;
  return (
    <span class={`outlets o${tint}`} title={`Also ${others.slice(0, 40).join(", ")}`}>
      <b>{outlets}</b> {outlets === 1 ? "outlet" : "outlets"}
    </span>
  );
}
