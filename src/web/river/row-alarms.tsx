import type { Alarm } from "../../domain/copies/alarm.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { Clock } from "../page/time.tsx";

/**
 * The withdrawals and corrections of a story, each with its source and time, so that nobody who sees the story misses
 * them.
 */
export function RowAlarms(props: { readonly alarms: readonly Alarm[]; readonly shownMax: number }) {
  const { alarms, shownMax } = props;
  if (alarms.length === 0) return null;
  // Withdrawals come first, however old they are.
  const sorted = alarms.toSorted((a, b) => Number(b.kind === "withdrawn") - Number(a.kind === "withdrawn"));
  const rest = sorted.length - shownMax;
  return (
    <p class="alarms">
      {sorted.slice(0, shownMax).map((alarm) => (
        <span key={alarm.entryId} class={`alarm ${alarm.kind}`}>
          <b>{alarm.kind === "withdrawn" ? "WITHDRAWN" : "CORRECTED"}</b>{" "}
          <a href={`/entries/${alarm.entryId}`}>
            by <bdi>{alarm.source === null ? "an editor" : cleanLine(alarm.source)}</bdi> <Clock at={alarm.at} />
          </a>
        </span>
      ))}
      {rest > 0 ? <span class="alarm">and {rest} more</span> : null}
    </p>
  );
}
