import type { WireItem } from "../../domain/section.ts";
import { Age, Clock } from "../page/time.tsx";
import { Marked } from "./marked.tsx";
import { type RowFacts, rowFacts, urgencyNames } from "./row-facts.ts";
import type { RowMarks } from "./row-marks.ts";

/** One row of the river: a story, a copy or an entry. */
export function RiverRow(props: { readonly item: WireItem; readonly marks: RowMarks }) {
  const { item, marks } = props;
  const row = rowFacts(item);
  const { watched, pieces, line: foundLine } = marks.read(item);
  const line = foundLine ?? row.firstLine;
  const language = row.language === null ? {} : { lang: row.language };
  return (
    <li
      class={`row u${row.urgency}${row.corrected ? " corrected" : ""}${row.withdrawn ? " withdrawn" : ""}${watched.length > 0 ? " watched" : ""}`}
      id={row.key}
      data-mark={row.mark}
      data-at={row.arrivedAt}
      data-urgency={row.urgency}
      {...(watched.length > 0 ? { "data-watch": watched.join(", ") } : {})}
    >
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
      </div>
      <RowSource row={row} />
    </li>
  );
}

function RowSource({ row }: { readonly row: RowFacts }) {
  const { others } = row;
  return (
    <p class="from">
      <span class="source">{row.source}</span>
      {others.length === 0 ? null : (
        <span class="carriers" title={`Also ${others.slice(0, 40).join(", ")}`}>
          +{others.length}
          <span class="unseen"> other {others.length === 1 ? "source" : "sources"}</span>
        </span>
      )}
      {row.licensed ? <span class="licensed">licensed</span> : null}
      {row.copyCount > 1 ? <span class="copies">{row.copyCount} texts</span> : null}
      {row.language === null ? null : <span class="language">{row.language}</span>}
      {row.urgency === 5 ? null : <span class="unseen">urgency: {urgencyNames[row.urgency]}</span>}
      {row.changedAt === null ? null : (
        <span class="changed">
          changed <Clock at={row.changedAt} />
        </span>
      )}
      <Age at={row.changedAt ?? row.arrivedAt} class="age" />
    </p>
  );
}
