import { hourMs, type Instant } from "../time.ts";
import type { AlertThread, DecidedNews, NewsEntry, StoryMember } from "./story-news.ts";

/** The effect of an entry on its story. "new": the entry joins or opens the story, and announces no change. */
export type StoryEvent = "new" | "update" | "correction" | "withdrawal" | "flash";

/**
 * The event that an entry makes for readers who see `members`, the entries of its story; null when it makes none. As in
 * the published documents, only the source that leads a copy can change or withdraw it. If a reprinter sends an update
 * or a correction, a new entry counts as "new" and a revision as no event.
 */
export function eventOf({ entry, kind }: DecidedNews, members: readonly StoryMember[]): StoryEvent | null {
  if (kind === "none") return null;
  if (kind === "withdrawn") return "withdrawal";
  if (entry.standing === "struck" || (entry.standing === "notice" && entry.withdrawnBy !== entry.entryId)) return null;
  if (entry.cueKind === "withdrawn" && entry.withdrawnBy === entry.entryId) return "withdrawal";
  if (!isOfLead(entry, members)) return kind === "new" ? "new" : null;
  if (entry.cueKind === "correction") return "correction";
  if (entry.cueKind === "update" || kind === "changed") return "update";
  return entry.cueKind === "flash" ? "flash" : "new";
}

function isOfLead({ copyId, sourceId }: NewsEntry, members: readonly StoryMember[]): boolean {
  const own = members.filter((member) => member.copyId === copyId);
  const lead = own.find(({ entryId, leadEntryId }) => entryId === leadEntryId) ?? own.find(isCarrier);
  return lead === undefined || lead.sourceId === sourceId;
}

/** Whether an entry carries the text of its copy. */
export function isCarrier({ standing }: Pick<StoryMember, "standing">): boolean {
  return standing === null;
}

/** How many outlets carry a story. `since`: only outlets that joined it at or after this time. */
export function outletsOf(members: readonly StoryMember[], since = Number.NEGATIVE_INFINITY): number {
  return joinedOutlets(members, since).length;
}

/** The first entry of each outlet that joined a story at or after a time, by arrival. `members`: by arrival. */
export function joinedOutlets(members: readonly StoryMember[], since: Instant): readonly StoryMember[] {
  const first = new Map<string, StoryMember>();
  for (const member of members.filter(isCarrier)) {
    const known = first.get(member.house);
    if (known === undefined || member.firstSeenAt < known.firstSeenAt) first.set(member.house, member);
  }
  return [...first.values()].filter(({ firstSeenAt }) => firstSeenAt >= since);
}

/**
 * News that was older than this when it arrived, for example from an archive, is reported only by rules with `backlog`.
 */
const oldMs = hourMs;

/** Whether news was older than an hour when it arrived. */
export function isBacklog({ entry, kind }: DecidedNews): boolean {
  const { dateClass, publishedAt, searched, revisedAt, storedAt } = entry;
  const arrivedAt = dateClass === "stated" ? publishedAt : searched.firstSeenAt;
  return storedAt - (kind === "new" ? arrivedAt : revisedAt) > oldMs;
}

/**
 * The keys of a change. If one of these keys was reported before, the change is not new: another feed or entry has
 * brought it again.
 */
export function changeKeys(event: StoryEvent, entry: NewsEntry): readonly string[] {
  const text = entry.textKey ?? entry.contentHash;
  switch (event) {
    case "new":
      return [`text ${text}`];
    case "update":
    case "correction": {
      const number = entry.cueNumber === null ? [] : [`${event} ${entry.copyId} ${entry.cueNumber}`];
      return [`text ${text}`, ...number];
    }
    case "withdrawal":
      return [`withdrawal ${entry.copyId}`, `withdrawal ${text}`];
    case "flash":
      return ["flash", `text ${text}`];
  }
}

/**
 * Whether a change belongs to the thread. A flash, an editor's withdrawal, and a correction or withdrawal by any agency
 * always belong to it. Any other change belongs to it if it comes from the source that was reported or from the source
 * that leads the story.
 */
export function concernsThread(
  event: StoryEvent,
  { entry: { sourceId, searched }, kind }: DecidedNews,
  thread: Pick<AlertThread, "sourceId">,
  members: readonly StoryMember[],
): boolean {
  if (event === "flash" || kind === "withdrawn" || (event !== "update" && searched.sourceKind === "agency"))
    return true;
  const lead = members.find(({ entryId, storyLeadId }) => entryId === storyLeadId);
  return sourceId === thread.sourceId || sourceId === lead?.sourceId;
}
