import type { z } from "zod";
import type { entry, feeds, foundItem, item } from "../api/api-schemas.ts";

/** The values that the tools return: those of the API, shortened for a model. */

type Item = z.input<typeof item> & Partial<Pick<z.input<typeof foundItem>, "matched">>;

export function shortItem({ story, copy, title, source, url, summary, published, updated, ...more }: Item) {
  const { carriers, copies, outlets, cue, withdrawn, matched, language } = more;
  const names = [...new Set(carriers.map((carrier) => carrier.source))];
  return {
    ...{ story, copy, title, source, url, language, published, updated },
    summary: cut(summary, summaryCharsMax),
    outlets,
    carriedBy: names.slice(0, namesMax),
    ...(copies > 1 ? { versions: copies } : {}),
    ...(withdrawn ? { withdrawn } : {}),
    ...(cue === null ? {} : { cue: cue.kind }),
    ...(matched === undefined || matched === null ? {} : { matched }),
  };
}

export function shortEntry(
  { id, source, url, title, text, language, ...more }: z.input<typeof entry>,
  charsMax: number,
) {
  const { published, firstSeen, revision, withdrawn, copy, story } = more;
  return {
    ...{ entry: id, source: source.name, kind: source.kind, url, title, language, published, firstSeen },
    ...{ revision, copy, story, withdrawn },
    text: cut(text, charsMax),
  };
}

export function shortFeed(feed: z.input<typeof feeds>["feeds"][number]) {
  const { id, title, url, source, health, lastSuccess, nextPoll, entriesPerHour, failure } = feed;
  return {
    ...{ feed: id, title, url, source: source.name, health, lastSuccess, nextPoll, entriesPerHour },
    ...(failure === null ? {} : { failure }),
  };
}

/** Cuts a longer text at the end of a word, and marks the cut with "…". */
export function cut(text: string, charsMax: number): string {
  return text.length <= charsMax ? text : `${text.slice(0, charsMax).replace(/\s+\S*$/u, "")} …`;
}

const summaryCharsMax = 300;
const namesMax = 12;
