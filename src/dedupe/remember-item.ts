import type { DecidedItem } from "../domain/desk-store.ts";
import { leadRankOf } from "./copy/choose-lead.ts";
import type { EngineMemory } from "./engine-memory.ts";
import { moveCopy, presentOf } from "./live-groups.ts";
import { makeLive } from "./make-live.ts";
import { enterItem } from "./place-item.ts";

/** Puts a decided entry back where it stood. The membership that is told last of a copy holds for all its carriers. */
export function rememberItem(desk: EngineMemory, { item, membership: told, leadEntryId }: DecidedItem): void {
  if (desk.groups.items.has(item.id)) return;
  const membership = presentOf(desk.groups, told);
  const live = makeLive(desk, item);
  const rank = leadEntryId === item.id ? leadRankOf(live) : null;
  const copy = enterItem(desk, live, { ...membership, lead: { id: leadEntryId, rank }, reasons: [] });
  moveCopy(desk.groups, copy, membership.storyId);
  copy.leadId = leadEntryId;
  desk.ids.copy = Math.max(desk.ids.copy, membership.copyId + 1);
  desk.ids.story = Math.max(desk.ids.story, membership.storyId + 1);
}
