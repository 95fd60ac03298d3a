import { type TrackingParameters, trackingParameters } from "./tracking-parameters.ts";

/**
 * Whether a query parameter only tells how a reader came. `host` in lower case, `name` and `value` as written in the
 * query. The table is turned into maps once, so that a query of thousands of parameters costs a look-up each.
 */
export function isTrackingParameter(host: string, name: string, value: string): boolean {
  const key = name.toLowerCase();
  const underscore = key.indexOf("_");
  const prefix = underscore > 0 ? byName.get(`${key.slice(0, underscore + 1)}*`) : undefined;
  return [...(byName.get(key) ?? []), ...(prefix ?? [])].some((row) => applies(row, host, value));
}

const byName = indexByName();

function indexByName(): ReadonlyMap<string, readonly TrackingParameters[]> {
  const index = new Map<string, TrackingParameters[]>();
  for (const row of trackingParameters) {
    for (const name of row.names) index.set(name, [...(index.get(name) ?? []), row]);
  }
  return index;
}

function applies(row: TrackingParameters, host: string, value: string): boolean {
  if (row.sites !== null && !row.sites.some((site) => host === site || host.endsWith(`.${site}`))) return false;
  return row.values === null || row.values.includes(value.toLowerCase());
}
