import type { Hits } from "../../domain/query/hits.ts";
import { dayMs, hourMs, type Instant } from "../../domain/time.ts";

/** How many entries a search found, and when they arrived: a sentence, and a bar for each hour or day. */
export function HitChart({ hits, now }: { readonly hits: Hits; readonly now: Instant }) {
  const { entries, items, isWhole, oldestAt } = hits;
  if (oldestAt === null) return null;
  const chart = barsOf(hits, now);
  const number = (count: number) => count.toLocaleString("en");
  return (
    <div class="hits" id="hits">
      <p>
        {isWhole ? "" : "The newest "}
        {number(entries)} {entries === 1 ? "entry" : "entries"} in {number(items)} {items === 1 ? "row" : "rows"}, since{" "}
        {dateOf(oldestAt)}
        {isWhole ? "" : "; there are more"}
      </p>
      <svg
        viewBox={`0 0 ${chart.bars.length * barWidth} ${barHeight}`}
        width={chart.bars.length * barWidth}
        height={barHeight}
        role="img"
        aria-label={chart.label}
      >
        {chart.bars.map(({ from, count }, at) => (
          <rect
            key={from}
            x={at * barWidth}
            y={barHeight - heightOf(count, chart.most)}
            width={barWidth - 1}
            height={heightOf(count, chart.most)}
          >
            <title>{`${chart.isHourly ? timeOf(from) : dateOf(from)}: ${number(count)}`}</title>
          </rect>
        ))}
      </svg>
    </div>
  );
}

const barWidth = 8;
const barHeight = 32;
const hoursShown = 48;
const daysShown = 31;

interface Bars {
  readonly isHourly: boolean;
  readonly bars: readonly { readonly from: Instant; readonly count: number }[];
  readonly most: number;
  readonly label: string;
}

/**
 * One bar for each hour if all entries arrived in the last two days; otherwise one for each day of at most the last
 * month.
 */
function barsOf({ hours, oldestAt }: Hits, now: Instant): Bars {
  const isHourly = (oldestAt ?? now) >= now - hoursShown * hourMs;
  const stepMs = isHourly ? hourMs : dayMs;
  const last = now - (now % stepMs);
  const length = isHourly
    ? hoursShown
    : Math.min(daysShown, Math.max(1, Math.ceil((last - (oldestAt ?? now)) / stepMs) + 1));
  const counts = new Map<Instant, number>();
  for (const [hour, count] of hours) {
    const from = hour - (hour % stepMs);
    counts.set(from, (counts.get(from) ?? 0) + count);
  }
  const bars = Array.from({ length }, (_, at) => last - (length - 1 - at) * stepMs).map((from) => {
    return { from, count: counts.get(from) ?? 0 };
  });
  const peak = bars.reduce((best, bar) => (bar.count >= best.count ? bar : best));
  const when = isHourly ? `at ${timeOf(peak.from)}` : `on ${dateOf(peak.from)}`;
  const unit = isHourly ? `hour of the last ${hoursShown}` : `day of the last ${length}`;
  return { isHourly, bars, most: peak.count, label: `Entries for each ${unit} (UTC); most ${when}: ${peak.count}` };
}

/** A bar without entries is a line, so that the bars stand on an axis. */
function heightOf(count: number, most: number): number {
  return count === 0 ? 1 : Math.max(2, Math.round((count / most) * barHeight));
}

function dateOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

function timeOf(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
