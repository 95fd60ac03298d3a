import type { DedupeItem } from "../domain/verdict.ts";
import type { EngineMemory } from "./engine-memory.ts";
import type { LiveItem } from "./live-item.ts";
import { head } from "./text/pack-item.ts";

/**
 * Packs an entry for comparison. A body that its source has printed before under other headlines is left out ("Follow
 * our live coverage.", an advertisement, a cookie notice), because such a body says nothing about the entry.
 */
export function makeLive(desk: EngineMemory, item: DedupeItem): LiveItem {
  const live = desk.makeItem(item);
  return isBoilerplate(desk, live) ? desk.makeItem({ ...item, text: "" }) : live;
}

/**
 * `makeLive` for a packed entry; null when its body must be left out, because it must then be packed from its title.
 */
export function makePacked(desk: EngineMemory, packed: LiveItem): LiveItem | null {
  const live: LiveItem = { ...packed, copyId: 0, standing: "text", pinned: desk.groups.words.pinned.has(packed.id) };
  return isBoilerplate(desk, live) ? null : live;
}

function isBoilerplate(desk: EngineMemory, live: LiveItem): boolean {
  const { pack } = live;
  if (pack[head.lead] === 0) return false;
  const titles = new Set<number>();
  for (const other of desk.index.having(live.arrivedAt, pack[head.lead] as number)) {
    const same = other.sourceId === live.sourceId && other.pack[head.lead] === pack[head.lead] && other.id !== live.id;
    if (!same || other.pack[head.title] === pack[head.title]) continue;
    titles.add(other.pack[head.title] as number);
    if (Math.abs(other.arrivedAt - live.arrivedAt) > desk.settings.recurringMs) return true;
  }
  return titles.size >= desk.settings.boilerplateTitlesMin;
}
