import { analyse } from "../analyse/analyse.ts";
import { factTime } from "./read-fact.ts";
import type { FactQuery } from "./search-query.ts";
import type { Searched } from "./searched.ts";

/** Whether the facts of an entry fulfil a condition. */
export function holdsFact({ field, value }: FactQuery, searched: Omit<Searched, "title" | "text">): boolean {
  switch (field) {
    case "source":
      return namesSource(value, searched.sourceName);
    case "kind":
      return searched.sourceKind === value;
    case "lang":
      return searched.language !== null && isLanguage(value, searched.language);
    case "category":
      return searched.categories.some((category) => categoryKey(category) === categoryKey(value));
    case "site":
      return siteOf(searched.url)?.endsWith(`.${value}`) === true;
    case "urgency":
      return searched.urgency <= Number(value);
    case "state":
      return searched.states.some((state) => state === value);
    case "after":
      return searched.firstSeenAt >= factTime(value);
    case "before":
      return searched.firstSeenAt < factTime(value);
  }
}

/** Whether the name contains the wanted words side by side: `reuters` names "Reuters World". */
export function namesSource(value: string, name: string): boolean {
  const wanted = wordsOf(value);
  return wanted !== "" && ` ${wordsOf(name)} `.includes(` ${wanted} `);
}

function wordsOf(text: string): string {
  return analyse(text, null)
    .words.map((word) => word.text)
    .join(" ");
}

/**
 * Whether a language matches the wanted one (RFC 4647 section 3.3.1, basic filtering). A shorter tag also matches: "pt"
 * matches the wanted "pt-br".
 */
export function isLanguage(wanted: string, language: string): boolean {
  const own = language.toLowerCase();
  return own === wanted || own.startsWith(`${wanted}-`) || wanted.startsWith(`${own}-`);
}

export function categoryKey(category: string): string {
  return category.normalize("NFC").trim().toLowerCase();
}

/**
 * An address's host with a dot before it, so that whole labels are compared: ".www.example.org". null if it has no
 * host.
 */
export function siteOf(url: string | null): string | null {
  const [, host] = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(url ?? "") ?? [];
  return host === undefined || !/^[\p{L}\p{N}._-]+$/u.test(host) ? null : `.${host.toLowerCase()}`;
}
