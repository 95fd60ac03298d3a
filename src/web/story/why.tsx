import type { ToldReason } from "../../domain/reason.ts";
import { clockOf } from "../../domain/reason-words.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { Clock } from "../page/time.tsx";

/** The reasons why an entry is in its copy and story, each with a link that compares the two entries. */
export function Why({ entryId, reasons }: { readonly entryId: number; readonly reasons: readonly ToldReason[] }) {
  return (
    <div class="why">
      {reasons.map((reason, at) => (
        <p class="why" key={at}>
          <span class="unseen">Why: </span>
          <ReasonText reason={reason} />{" "}
          {reason.score === null ? null : (
            <span class="score" title="The figure that decided">
              {reason.score.toFixed(2)}
            </span>
          )}{" "}
          {reason.with === null ? null : <a href={`/compare?a=${reason.with}&b=${entryId}`}>compare</a>}
        </p>
      ))}
    </div>
  );
}

/** The sentence of a reason. The script converts its times to the reader's time zone. */
function ReasonText({ reason: { text, times = [] } }: { readonly reason: ToldReason }) {
  const pieces = [];
  let rest = cleanLine(text);
  for (const [key, at] of times.entries()) {
    const found = rest.indexOf(clockOf(at));
    if (found < 0) continue;
    pieces.push(rest.slice(0, found), <Clock key={key} at={at} />);
    rest = rest.slice(found + clockOf(at).length);
  }
  return (
    <>
      {pieces}
      {rest}
    </>
  );
}
