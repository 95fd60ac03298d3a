import { agencies } from "./agencies.ts";

/** The agency that a credit, a dateline or a source name mentions, in lower case; null when it mentions none. */
export function agencyOf(text: string): string | null {
  return mentions.find(([mention]) => mention.test(text))?.[1] ?? null;
}

const mentions = agencies.flatMap(({ name, mention }) =>
  mention === null ? [] : [[mention, name.toLowerCase()] as const],
);
