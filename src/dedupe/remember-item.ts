import type { DecidedItem } from "../domain/desk-store.ts";
import type { EngineMemory } from "./engine-memory.ts";
import { moveCopy, presentOf } from "./live-groups.ts";
import type { LiveItem } from "./live-item.ts";
import { makeLive, makePacked } from "./make-live.ts";
import { enterItem } from "./place-item.ts";

/**
 * Puts a decided entry back in its groups. If carriers of one copy are put back with different stories or leads, the
 * last ones apply to the whole copy. `packed`: the entry as it was packed before; `decided` then needs no title and no
 * text. Returns false, and does nothing, when title and text are needed nevertheless.
 */
export function rememberItem(desk: EngineMemory, decided: DecidedItem, packed: LiveItem | null = null): boolean {
  const { item, membership: told, leadEntryId, standing = "text", withdrawnBy = null } = decided;
  if (desk.groups.items.has(item.id)) return true;
  const membership = presentOf(desk.groups, told);
  const live = packed === null ? makeLive(desk, item) : makePacked(desk, packed);
  if (live === null) return false;
  const copy = enterItem(desk, live, {
    ...membership,
    state: { leadId: leadEntryId, withdrawnBy, lead: null },
    reasons: [],
    standing,
  });
  moveCopy(desk.groups, copy, membership.storyId);
  copy.leadId = leadEntryId;
  copy.withdrawnBy = withdrawnBy;
  // When a carrier is revised, the other carriers are read again, also those that arrived before the window. Such a
  // carrier is put before those in the window.
  const [first] = copy.members;
  if (first !== undefined && first.arrivedAt - live.arrivedAt > desk.settings.windowMs)
    copy.members.sort((a, b) => a.arrivedAt - b.arrivedAt || a.id - b.id);
  desk.ids.copy = Math.max(desk.ids.copy, membership.copyId + 1);
  desk.ids.story = Math.max(desk.ids.story, membership.storyId + 1);
  return true;
}
