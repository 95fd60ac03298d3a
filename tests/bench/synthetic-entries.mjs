// Stored entries for benchmarks, and texts for them.

/** An entry as the store keeps it. `given` has at least guid, title, text and firstSeenAt; the rest can be left out. */
export function syntheticEntry(given) {
  const { guid, title, text, firstSeenAt } = given;
  return {
    ...{ guid, guidOrigin: "guid", guidKey: guid, url: guid, urlKey: guid, title, headline: title },
    ...{ summary: text.slice(0, 500), html: `<p>${text}</p>`, text, authors: [], categories: [], attachments: [] },
    ...{ imageUrl: null, language: languages[0], publishedAt: firstSeenAt, dateClass: "stated", updatedAt: null },
    ...{ firstSeenAt, cue: null, urgency: 5, credit: null, rights: null, commentsUrl: null, commentCount: null },
    ...{ inReplyTo: null, point: null, contentHash: guid, textKey: null },
    ...given,
  };
}

/** Entry `at` takes language `at % 4`. */
export const languages = ["en", "fr", "de", "es"];

/** A linear congruential generator (Numerical Recipes, section 7.1): the same numbers in each run. */
export function createRandom() {
  let seed = 1;
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

/** 60,000 words, none of them like a word of a language. */
export const words = Array.from(
  { length: 60_000 },
  (_, at) => `${"bcdfghklmnprstvz"[at % 16]}${at.toString(36)}${"aeiou"[at % 5]}`,
);

/** Some words of a list. The first are common and most are rare, as in a language. */
export function textOf(random, count, vocabulary = words) {
  return Array.from({ length: count }, () => vocabulary[Math.floor(vocabulary.length * random() ** 4)]).join(" ");
}
