import { outletName } from "../../domain/copies/houses.ts";
import type { StoredEntry } from "../../domain/entry.ts";
import { counted } from "../../domain/text/counted.ts";
import type { Instant } from "../../domain/time.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { duration } from "../page/duration.ts";
import { Clock } from "../page/time.tsx";

/** The items of one source in the chart. */
interface Lane {
  readonly source: string;
  readonly firstAt: Instant;
  readonly items: readonly { readonly at: Instant; readonly isRevision: boolean; readonly isWithdrawn: boolean }[];
}

/**
 * Shows how a story spread: a lane for each source in order of arrival, a dot for each item, and a square for the
 * newest revision of each revised item. Shows nothing when only one source carries the story.
 */
export function SpreadChart({ entries }: { readonly entries: readonly StoredEntry[] }) {
  const lanes = lanesOf(entries);
  const [first] = lanes;
  if (first === undefined || lanes.length < 2) return null;
  const shown = lanes.slice(0, lanesMax);
  const end = Math.max(...shown.flatMap(({ items }) => items.map(({ at }) => at)), first.firstAt + 1);
  const place = (at: Instant) => `${(2 + (96 * (at - first.firstAt)) / (end - first.firstAt)).toFixed(1)}%`;
  const rest = lanes.length - shown.length;
  return (
    <section class="spread" aria-labelledby="spread-title">
      <h2 id="spread-title" class="unseen">
        How it spread
      </h2>
      <ol>
        {shown.map(({ source, firstAt, items }) => (
          <li key={source}>
            <bdi class="lane-name">{source}</bdi>
            <svg class="lane" role="img" aria-label={counted(items.length, "item")}>
              <line x1={place(firstAt)} x2={place(Math.max(...items.map(({ at }) => at)))} y1="50%" y2="50%" />
              {items.map((item, at) =>
                item.isRevision ? (
                  <rect key={at} x={place(item.at)} y="6" width="6" height="8" />
                ) : (
                  <circle key={at} class={item.isWithdrawn ? "killed" : ""} cx={place(item.at)} cy="50%" r="4" />
                ),
              )}
            </svg>
            <span class="delay">
              {firstAt < first.firstAt + 1_000 ? <Clock at={firstAt} /> : `+${duration(firstAt - first.firstAt)}`}
            </span>
          </li>
        ))}
      </ol>
      <p class="meta axis">
        <span>
          <Clock at={first.firstAt} />
        </span>
        {rest > 0 ? (
          <span>
            and {rest} more {rest === 1 ? "outlet" : "outlets"}
          </span>
        ) : null}
        <span>
          <Clock at={end} /> (+{duration(end - first.firstAt)})
        </span>
      </p>
    </section>
  );
}

const lanesMax = 14;
const itemsMax = 30;

function lanesOf(entries: readonly StoredEntry[]): readonly Lane[] {
  const bySource = new Map<string, StoredEntry[]>();
  for (const entry of entries.toSorted((a, b) => a.firstSeenAt - b.firstSeenAt)) {
    const name = cleanLine(outletName(entry));
    bySource.set(name, [...(bySource.get(name) ?? []), entry]);
  }
  return [...bySource].map(([source, own]) => {
    const items = own.flatMap((entry) => [
      { at: entry.firstSeenAt, isRevision: false, isWithdrawn: entry.isWithdrawn },
      ...(entry.revision > 1 ? [{ at: entry.revisedAt, isRevision: true, isWithdrawn: false }] : []),
    ]);
    return { source, firstAt: own[0]?.firstSeenAt ?? 0, items: items.slice(0, itemsMax) };
  });
}
