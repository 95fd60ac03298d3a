import type { Instant } from "../time.ts";
import type { AlertRule } from "./alert-rule.ts";
import { changeKeys, concernsThread, eventOf, isBacklog, outletsOf, type StoryEvent } from "./event-of.ts";
import { storyItem } from "./make-message.ts";
import { countedKeys, isJoinKey, moreOutlets } from "./more-outlets.ts";
import type { MessageItem } from "./outgoing.ts";
import { maySee } from "./rule-matcher.ts";
import type { AlertThread, DecidedNews, NewsEntry, StoryMember } from "./story-news.ts";

/** The facts from which the desk decides which news is reported. */
export interface AlertFacts {
  /** The news in the order of the desk's decisions. */
  readonly news: readonly DecidedNews[];
  /**
   * By entry id: the rules that the entry fulfils. For the notice of a withdrawal or correction, also the rules that
   * other entries of its copy fulfil.
   */
  readonly matches: ReadonlyMap<number, readonly AlertRule[]>;
  /** All rules that report events of stories as they happen. */
  readonly rules: readonly AlertRule[];
  /** By story id: the entries of the story, in order of arrival. */
  readonly stories: ReadonlyMap<number, readonly StoryMember[]>;
  /** By entry id: entries that lead copies. */
  readonly leads: ReadonlyMap<number, NewsEntry>;
  readonly threads: readonly AlertThread[];
  readonly now: Instant;
  /** The address at which the desk page is served. */
  readonly deskBase: string;
}

/**
 * An event that a rule reports. `thread`: the thread after this event. `begins`: the event makes the first message of
 * the thread.
 */
export interface ToldEvent {
  readonly rule: AlertRule;
  readonly item: MessageItem;
  readonly begins: boolean;
  readonly thread: AlertThread;
}

/**
 * Decides which events each rule reports: the first event of a story, then each event that changes the story, and, for
 * a rule with `more`, each group of outlets that join the story later.
 */
export function decideAlerts(facts: AlertFacts): readonly ToldEvent[] {
  const threads = new Map(facts.threads.map((thread) => [threadKey(thread.rule, thread.storyId), thread]));
  const begun = new Set(facts.threads.map(({ storyId }) => storyId));
  const told: ToldEvent[] = [];
  for (const news of facts.news) {
    const { entryId, storyId } = news.entry;
    // Only the rules that the entry fulfils can report a story that has no thread yet.
    const rules = begun.has(storyId) ? facts.rules : (facts.matches.get(entryId) ?? []);
    for (const rule of rules) {
      const key = threadKey(rule.name, storyId);
      const event = tell(facts, news, rule, threads.get(key) ?? null);
      if (event === null) continue;
      threads.set(key, event.thread);
      begun.add(storyId);
      told.push(event);
    }
  }
  return told;
}

function threadKey(rule: string, storyId: number): string {
  return `${storyId} ${rule}`;
}

function tell(facts: AlertFacts, news: DecidedNews, rule: AlertRule, thread: AlertThread | null): ToldEvent | null {
  const { entry } = news;
  if (!maySee(rule, { isPrivate: entry.isPrivate, sourceName: entry.searched.sourceName })) return null;
  if (thread === null && facts.matches.get(entry.entryId)?.includes(rule) !== true) return null;
  const members = (facts.stories.get(entry.storyId) ?? []).filter((member) => maySee(rule, member));
  const event = eventOf(news, members);
  if (event === null) return null;
  return thread === null
    ? begin(facts, { news, rule, members, event })
    : follow(facts, { news, rule, members, event }, thread);
}

interface Told {
  readonly news: DecidedNews;
  readonly rule: AlertRule;
  readonly members: readonly StoryMember[];
  readonly event: StoryEvent;
}

/** The first message about a story. If a rule reports new stories, any event but a withdrawal can be the first. */
function begin(facts: AlertFacts, { news, rule, members, event }: Told): ToldEvent | null {
  const { entry } = news;
  const isWanted = rule.on.includes(event) || (event !== "withdrawal" && rule.on.includes("new"));
  if (!isWanted || (isBacklog(news) && !rule.backlog) || !hasOutlets(rule, entry, members)) return null;
  const shown = event === "new" ? leadOf(facts, entry, members) : entry;
  const named = rule.atLeast === null ? (rule.on.includes(event) ? event : "new") : "outlets";
  const item = storyItem(named, shown, { members, deskBase: facts.deskBase, at: facts.now });
  const thread: AlertThread = {
    rule: rule.name,
    storyId: entry.storyId,
    sourceId: shown.sourceId,
    beganAt: facts.now,
    told: [...changeKeys(event, entry), ...changeKeys("new", shown), ...countedKeys(rule, members)],
    messages: 0,
    first: null,
  };
  return { rule, item, begins: true, thread };
}

/** A message after the first: a change that the rule names. Each change is reported once. */
function follow(facts: AlertFacts, { news, rule, members, event }: Told, thread: AlertThread): ToldEvent | null {
  const { entry } = news;
  const keys = changeKeys(event, entry);
  const isTold = keys.some((key) => thread.told.includes(key));
  if (event === "new" || isTold || !rule.on.includes(event) || !concernsThread(event, news, thread, members))
    return news.kind === "new" ? followJoin(facts, { news, rule, members, event }, thread) : null;
  const item = storyItem(event, entry, { members, deskBase: facts.deskBase, at: facts.now });
  return { rule, item, begins: false, thread: { ...thread, told: [...thread.told, ...keys].slice(-toldMax) } };
}

/** A message after the first: further outlets have joined the story. */
function followJoin(facts: AlertFacts, { news, rule, members }: Told, thread: AlertThread): ToldEvent | null {
  const { entry } = news;
  if (isBacklog(news) && !rule.backlog) return null;
  const joined = moreOutlets(rule, members, thread, entry.searched.firstSeenAt);
  if (joined === null) return null;
  const item = storyItem("outlets", leadOf(facts, entry, members), {
    ...{ members, deskBase: facts.deskBase, at: facts.now },
  });
  const told = [...thread.told.filter((key) => !isJoinKey(key)), joined.key].slice(-toldMax);
  return { rule, item: { ...item, summary: joined.words }, begins: false, thread: { ...thread, told } };
}

/** How many changes a thread remembers. */
const toldMax = 200;

function hasOutlets({ atLeast }: AlertRule, entry: NewsEntry, members: readonly StoryMember[]): boolean {
  if (atLeast === null) return true;
  const since = atLeast.withinMs === null ? undefined : entry.searched.firstSeenAt - atLeast.withinMs;
  return outletsOf(members, since) >= atLeast.outlets;
}

/** The lead of the entry's copy, if the rule may report it; otherwise the entry itself. Both have the same text. */
function leadOf({ leads }: AlertFacts, entry: NewsEntry, members: readonly StoryMember[]): NewsEntry {
  const own = members.find(({ entryId }) => entryId === entry.entryId);
  const isSeen = own !== undefined && members.some(({ entryId }) => entryId === own.leadEntryId);
  return (isSeen ? leads.get(own.leadEntryId) : undefined) ?? entry;
}
