import type { LiveItem } from "./live-item.ts";

/** The value of `withdrawnBy` for a copy that an editor withdrew. No entry has this id. */
export const editorsWord = 0;

/** The part of a copy that is in the window. */
export interface CopyGroup {
  readonly id: number;
  storyId: number;
  /** The lead may have left the window; it then stays the lead. */
  leadId: number;
  /**
   * The entry whose notice withdraws the text. It leads the copy, and no other entry may. 0 (`editorsWord`): an editor
   * withdrew the text. null: nobody withdrew it.
   */
  withdrawnBy: number | null;
  /** In order of arrival at the engine. Never empty, except while a verdict is being made. */
  readonly members: LiveItem[];
}

/** The known state of a copy that an entry joins, even if none of the copy's carriers is in the window. */
export interface CopyState {
  readonly leadId: number;
  readonly withdrawnBy: number | null;
  /** The lead's last known state; null when it has left the window. */
  readonly lead: LiveItem | null;
}

/** The part of a story that is in the window. */
export interface StoryGroup {
  readonly id: number;
  /** In the order in which they joined. */
  readonly copies: CopyGroup[];
}

/**
 * Whether an entry may move other entries to another group, or change their standing. Licensed copy may move only
 * licensed copy. Otherwise a changed grouping would show the public that licensed copy had arrived.
 */
export function mayMove(item: LiveItem, moved: readonly LiveItem[]): boolean {
  return !item.isPrivate || moved.every(({ isPrivate }) => isPrivate);
}

/** The entries of a story in the window. */
export function membersOf(story: StoryGroup): readonly LiveItem[] {
  return story.copies.flatMap(({ members }) => members);
}

/**
 * True when a source withdrew the copy. Such a withdrawal covers only that source's texts and reprints of them; an
 * editor's withdrawal covers every entry with the same text.
 */
export function isWithdrawnBySource({ withdrawnBy }: CopyGroup): boolean {
  return withdrawnBy !== null && withdrawnBy !== editorsWord;
}
