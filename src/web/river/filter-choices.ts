import { allSections } from "../../documents/section-access.ts";
import { minuteMs } from "../../domain/time.ts";
import { feedTrouble } from "../sources/feed-trouble.ts";
import type { WebDeps } from "../web-deps.ts";
import type { FilterChoices } from "./filter-form.tsx";

const keptMs = minuteMs / 2;

/**
 * Returns a function that reads the choices in the filter forms (sections, sources, languages) and the notice about
 * failing feeds. The function keeps an answer for half a minute.
 */
export function createFilterChoices(deps: WebDeps): () => Promise<FilterChoices> {
  let kept: { readonly at: number; readonly choices: Promise<FilterChoices> } | null = null;
  return () => {
    const now = deps.clock.now();
    if (kept === null || now - kept.at > keptMs || now < kept.at) {
      const reading = { at: now, choices: readChoices(deps) };
      kept = reading;
      reading.choices.catch(() => {
        if (kept === reading) kept = null;
      });
    }
    return kept.choices;
  };
}

async function readChoices(deps: WebDeps): Promise<FilterChoices> {
  const feeds = (await deps.store.listFeeds()).filter(({ feed }) => feed.state !== "removed");
  const byName = new Intl.Collator("en");
  const declared = feeds.flatMap(({ feed }) => feed.language?.split("-")[0] ?? []);
  const told = await deps.store.readLanguages(languagesReadMax);
  return {
    sections: allSections(deps.sections),
    trouble: feedTrouble(feeds),
    sources: [...new Set(feeds.map(({ feed }) => feed.source.name))].sort(byName.compare).slice(0, offeredMax),
    languages: [...new Set([...told, ...declared])],
  };
}

/** The languages of this many newest entries are offered. */
const languagesReadMax = 3_000;

/**
 * A longer list would help nobody to choose, and would make every page larger. A source that is not offered can still
 * be named in the page's address.
 */
const offeredMax = 300;
