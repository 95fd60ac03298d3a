import { formWordsOf, withForms } from "../forms/with-forms.ts";
import type { ReadStore } from "../store.ts";
import { dayMs, type Instant } from "../time.ts";
import type { AlertRule } from "./alert-rule.ts";
import { decideAlerts, type ToldEvent } from "./decide-alerts.ts";
import { leadsToRead } from "./match-news.ts";
import { createRuleMatcher, type RuleMatcher } from "./rule-matcher.ts";
import type { AlertThread, NewsEntry, NewsPage, NewsPlace, StoryMember } from "./story-news.ts";

/** The events that a rule would have reported in the last `trialMs`. */
export interface RuleTrial {
  readonly told: readonly ToldEvent[];
  /** How many entries were tried. */
  readonly entries: number;
  /** False when there were more than `entriesMax`: only the first of them were tried. */
  readonly isWhole: boolean;
}

/** A trial in the form of the API and of `--json`. */
export function trialFigures({ told, entries, isWhole }: RuleTrial) {
  return {
    messages: told.length,
    stories: told.filter(({ begins }) => begins).length,
    ...{ entries, isWhole },
    told: told.map(({ begins, item }) => ({ ...item, begins, at: new Date(item.at).toISOString() })),
  };
}

const trialMs = dayMs;
const entriesMax = 20_000;
const pageMax = 200;

/**
 * Tries a rule on the entries that arrived in the last 24 hours, as if they arrived again: with the same matcher and
 * the same decisions as the desk. An entry that was revised since then is tried in its present state.
 */
export async function tryRule(
  store: Pick<ReadStore, "readNewsSince" | "readForms">,
  rule: AlertRule,
  { now, deskBase }: { readonly now: Instant; readonly deskBase: string },
): Promise<RuleTrial> {
  const queries = rule.filters.flatMap(({ query }) => query ?? []);
  const forms = await store.readForms(formWordsOf(queries));
  const filters = rule.filters.map((filter) =>
    filter.query === null ? filter : { ...filter, query: withForms(filter.query, forms) },
  );
  const replay = createReplay(createRuleMatcher([{ ...rule, filters }]), deskBase);
  let entries = 0;
  for (let after: NewsPlace | null = { at: now - trialMs, id: -1 }; after !== null && entries < entriesMax; ) {
    const { news, members }: NewsPage = await store.readNewsSince(after, pageMax);
    for (const entry of news) replay.take(entry, members);
    entries += news.length;
    const last: NewsEntry | undefined = news.length < pageMax ? undefined : news.at(-1);
    after = last === undefined ? null : { at: last.searched.firstSeenAt, id: last.entryId };
  }
  return { told: replay.told, entries, isWhole: entries < entriesMax };
}

function createReplay(matcher: RuleMatcher, deskBase: string) {
  const told: ToldEvent[] = [];
  const threads = new Map<number, AlertThread>();
  const known = new Map<number, NewsEntry>();
  const stories = new Map<number, NewsEntry[]>();
  const matchedCopies = new Set<number>();
  return {
    told,
    take(entry: NewsEntry, members: ReadonlyMap<number, readonly StoryMember[]>): void {
      const at = entry.searched.firstSeenAt;
      known.set(entry.entryId, entry);
      stories.set(entry.storyId, [...(stories.get(entry.storyId) ?? []), entry]);
      const isMatch = matcher.rulesFor(entry, stories.get(entry.storyId) ?? []).length > 0;
      if (isMatch) matchedCopies.add(entry.copyId);
      const isNotice = entry.cueKind === "withdrawn" || entry.cueKind === "correction";
      const rules = isMatch || (isNotice && matchedCopies.has(entry.copyId)) ? matcher.rules : [];
      const before = (members.get(entry.storyId) ?? []).filter(({ firstSeenAt }) => firstSeenAt <= at);
      const news = [{ entry, kind: "new" } as const];
      const matches = new Map([[entry.entryId, rules]]);
      const thread = threads.get(entry.storyId);
      const leadIds = leadsToRead(news, matches, new Map([[entry.storyId, before]]));
      const events = decideAlerts({
        ...{ news, matches, rules: matcher.rules, stories: new Map([[entry.storyId, before]]), deskBase, now: at },
        leads: new Map(leadIds.flatMap((id) => (known.has(id) ? [[id, known.get(id) as NewsEntry] as const] : []))),
        threads: thread === undefined ? [] : [thread],
      });
      for (const event of events) {
        told.push(event);
        threads.set(entry.storyId, event.thread);
      }
    },
  };
}
