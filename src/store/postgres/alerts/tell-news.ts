import { type AlertSetup, promptRules } from "../../../domain/alerts/alert-setup.ts";
import { decideAlerts } from "../../../domain/alerts/decide-alerts.ts";
import {
  changedCopies,
  kinMax,
  leadsToRead,
  matchNews,
  type NewsMatches,
  type NewsTexts,
  type NewsWords,
  newsToRead,
  storiesToTell,
  withKin,
} from "../../../domain/alerts/match-news.ts";
import { routeAlerts } from "../../../domain/alerts/route-alerts.ts";
import { createRuleMatcher, type RuleMatcher, rulesWithForms, ruleWords } from "../../../domain/alerts/rule-matcher.ts";
import type { DecidedNews, NewsEntry } from "../../../domain/alerts/story-news.ts";
import { groupedBy } from "../../../domain/grouped-by.ts";
import type { Instant } from "../../../domain/time.ts";
import { createMatcherCache, storyEntriesMax } from "../../rows/alerts/matcher-cache.ts";
import type { Transaction } from "../transaction.ts";
import { readForms } from "../words/read-forms.ts";
import { readIdsIn, readMembers, readNews, readThreads } from "./read-news.ts";
import { readRouteFacts, saveAlerts } from "./save-alerts.ts";

interface Told {
  readonly setup: AlertSetup;
  readonly now: Instant;
  /** See `newsToRead`. */
  readonly textsOf: (entryId: number) => NewsTexts | null;
}

/** Writes the alerts of a transaction's decisions. `news`: what was decided on each entry. */
export type NewsTeller = (tx: Transaction, news: ReadonlyMap<number, DecidedNews["kind"]>, told: Told) => Promise<void>;

/** Makes a teller. The teller keeps its last matcher, and uses it again while the rules stay the same. */
export function createNewsTeller(): NewsTeller {
  const cache = createMatcherCache();
  return async (tx, kinds, { setup, now, textsOf }) => {
    const rules = promptRules(setup);
    if (rules.length === 0 || kinds.size === 0) return;
    const matcher = cache.find(setup, now) ?? cache.keep(setup, now, await createMatcher(tx, rules));
    const words = newsToRead(matcher, kinds, textsOf);
    const entries = await readNews(tx, [...words.keys()], matcher.asksPast);
    const news = entries.map((entry) => ({ entry, kind: kinds.get(entry.entryId) ?? "none" }) as const);
    const matches = await findMatches(tx, matcher, news, words);
    const stories = storiesToTell(news, matches);
    if (stories.length === 0) return;
    const [members, threads] = await Promise.all([readMembers(tx, stories), readThreads(tx, stories)]);
    const leads = await readNews(tx, leadsToRead(news, matches, members), false);
    const told = decideAlerts({
      ...{ news, matches, rules: matcher.rules, stories: members, threads },
      leads: new Map(leads.map((entry) => [entry.entryId, entry])),
      ...{ now, deskBase: setup.deskBase },
    });
    if (told.length === 0) return;
    await saveAlerts(tx, routeAlerts(told, { ...(await readRouteFacts(tx, now)), deskBase: setup.deskBase }), now);
  };
}

/** Uses the word forms that the store knows now, so that a rule finds the same entries as a search. */
async function createMatcher(tx: Transaction, rules: ReturnType<typeof promptRules>): Promise<RuleMatcher> {
  return createRuleMatcher(rulesWithForms(rules, await readForms(tx, ruleWords(rules))));
}

async function findMatches(
  tx: Transaction,
  matcher: RuleMatcher,
  news: readonly DecidedNews[],
  words: NewsWords,
): Promise<NewsMatches> {
  const stories = matcher.asksStory ? await readStories(tx, matcher, news) : new Map<number, NewsEntry[]>();
  const matches = matchNews(matcher, news, stories, words);
  const kinIds = await readIdsIn(tx, "copy_id", changedCopies(news), kinMax);
  return withKin(matcher, { news, matches, kin: await readNews(tx, kinIds, matcher.asksPast) }, stories);
}

async function readStories(tx: Transaction, matcher: RuleMatcher, news: readonly DecidedNews[]) {
  const ids = [...new Set(news.map(({ entry }) => entry.storyId))];
  const entries = await readNews(tx, await readIdsIn(tx, "story_id", ids, storyEntriesMax), matcher.asksPast);
  return groupedBy(entries, ({ storyId }) => storyId);
}
