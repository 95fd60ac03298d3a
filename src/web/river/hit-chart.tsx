import { createZoneDays, dayAfter, type ZoneDays } from "../../domain/calendar/zone-days.ts";
import type { Hits } from "../../domain/query/hits.ts";
import { hourMs, type Instant } from "../../domain/time.ts";

/** How many entries a search found, and when they arrived: a sentence, and a bar for each hour or day. */
export function HitChart(props: { readonly hits: Hits; readonly now: Instant; readonly timeZone: string }) {
  const { hits, now } = props;
  const days = createZoneDays(props.timeZone);
  const { entries, items, isWhole, oldestAt } = hits;
  if (oldestAt === null) return null;
  const chart = barsOf(hits, now, days);
  const number = (count: number) => count.toLocaleString("en");
  return (
    <div class="hits" id="hits">
      <p>
        {isWhole ? "" : "The newest "}
        {number(entries)} {entries === 1 ? "entry" : "entries"} in {number(items)} {items === 1 ? "row" : "rows"}, since{" "}
        {days.dayAt(oldestAt)}
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
            key={at}
            x={at * barWidth}
            y={barHeight - heightOf(count, chart.most)}
            width={barWidth - 1}
            height={heightOf(count, chart.most)}
          >
            <title>{`${from}: ${number(count)}`}</title>
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
  /** `from`: the day, or the beginning of the hour, on the reader's clock. */
  readonly bars: readonly { readonly from: string; readonly count: number }[];
  readonly most: number;
  readonly label: string;
}

/**
 * One bar for each hour if all entries arrived in the last two days; otherwise one for each day of at most the last
 * month.
 */
function barsOf({ hours, oldestAt }: Hits, now: Instant, days: ZoneDays): Bars {
  const isHourly = (oldestAt ?? now) >= now - hoursShown * hourMs;
  const slots = isHourly ? hourSlots(now) : dayNames(days.dayAt(oldestAt ?? now), days.dayAt(now));
  const counts = new Map<string | Instant, number>();
  for (const [hour, count] of hours) {
    const slot = isHourly ? hour : days.dayAt(hour);
    counts.set(slot, (counts.get(slot) ?? 0) + count);
  }
  const bars = slots.map((slot) => {
    return { from: typeof slot === "string" ? slot : timeOf(slot, days), count: counts.get(slot) ?? 0 };
  });
  const peak = bars.reduce((best, bar) => (bar.count >= best.count ? bar : best));
  const unit = isHourly ? `hour of the last ${hoursShown}` : `day of the last ${bars.length}`;
  const when = `${isHourly ? "at" : "on"} ${peak.from}`;
  return { bars, most: peak.count, label: `Entries for each ${unit} (${days.timeZone}); most ${when}: ${peak.count}` };
}

function hourSlots(now: Instant): readonly Instant[] {
  const last = now - (now % hourMs);
  return Array.from({ length: hoursShown }, (_, at) => last - (hoursShown - 1 - at) * hourMs);
}

/** The days from the oldest to today, at most the last month of them. */
function dayNames(oldest: string, today: string): readonly string[] {
  const names = Array.from({ length: daysShown }, (_, ago) => dayAfter(today, -ago) ?? today);
  return names.filter((name, ago) => ago === 0 || name >= oldest).reverse();
}

/** A bar without entries is a line, so that the bars stand on an axis. */
function heightOf(count: number, most: number): number {
  return count === 0 ? 1 : Math.max(2, Math.round((count / most) * barHeight));
}

function timeOf(at: Instant, days: ZoneDays): string {
  return `${days.dayAt(at)} ${days.clockAt(at)} ${days.timeZone}`;
}
