import { agencies } from "./agencies.ts";

/** The agency that a credit, a dateline or a source name mentions, in lower case; null when it mentions none. */
export function agencyOf(text: string): string | null {
  return allMentions.find(([mention]) => mention.test(text))?.[1] ?? null;
}

const allMentions = agencies.flatMap(({ name, mentions }) =>
  mentions.map((mention) => [mention, name.toLowerCase()] as const),
);
