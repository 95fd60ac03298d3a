import type { DroppedDelivery, HubFigures } from "../../domain/hub.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { duration } from "../page/duration.ts";
import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";

/** The state of our WebSub hub, for the operator. */
export interface HubView {
  readonly figures: HubFigures;
  /** Newest first. */
  readonly dropped: readonly DroppedDelivery[];
}

/** How many dropped deliveries are shown. */
export const droppedShownMax = 50;

export function HubPanel({ view, viewer }: { readonly view: HubView; readonly viewer: Viewer }) {
  const { figures, dropped } = view;
  const shown: readonly (readonly [string, string])[] = [
    ["subscribers", String(figures.subscriptions)],
    ["topics", String(figures.topics)],
    ["owed", String(figures.owed)],
    ["failing", String(figures.failing)],
    ["waiting longest", figures.oldestOwedAt === null ? "–" : duration(viewer.now - figures.oldestOwedAt)],
    ["given up", String(figures.dropped)],
  ];
  return (
    <section aria-labelledby="hub-title" id="hub">
      <h2 id="hub-title">Hub</h2>
      <dl class="figures">
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {dropped.length === 0 ? (
        <p class="meta">No delivery was given up.</p>
      ) : (
        <div class="table">
          <table>
            <caption>Deliveries that were given up after 48 hours, the last {droppedShownMax}</caption>
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {dropped.map((one) => (
                <DroppedRow key={`${one.callback} ${one.droppedAt}`} dropped={one} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const columns = ["Subscriber", "Topic", "Owed since", "Given up", "Tries", "Last answer"];

function DroppedRow({ dropped }: { readonly dropped: DroppedDelivery }) {
  const { callback, topic, owedAt, droppedAt, attempts, lastError } = dropped;
  return (
    <tr>
      <td class="wide">{cleanLine(callback)}</td>
      <td class="wide">{cleanLine(topic)}</td>
      <td>
        <Time at={owedAt} />
      </td>
      <td>
        <Time at={droppedAt} />
      </td>
      <td class="number">{attempts}</td>
      <td class="wide">{cleanLine(lastError)}</td>
    </tr>
  );
}
