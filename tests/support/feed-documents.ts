/** Makes feed documents from invented texts, with any number of items. Any item may be repeated in another feed. */
export interface TestItem {
  readonly guid: string;
  readonly title: string;
  readonly url: string;
  readonly text: string;
  /** RFC 822 or null. */
  readonly date: string | null;
}

export function rssDocument(
  channel: { title: string; link: string; self?: string; extra?: string },
  items: readonly TestItem[],
): string {
  const self = channel.self === undefined ? "" : `<atom:link rel="self" href="${channel.self}"/>`;
  const rows = items.map(
    (item) =>
      `<item><guid isPermaLink="false">${item.guid}</guid><title>${item.title}</title><link>${item.url}</link>` +
      `${item.date === null ? "" : `<pubDate>${item.date}</pubDate>`}<description>${item.text}</description></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>${channel.title}</title><link>${channel.link}</link>${self}${channel.extra ?? ""}<description>d</description>\n${rows.join("\n")}\n</channel></rss>`;
}

/** The nth invented item. Each has its own place, people and figures, so that no two are alike. */
export function testItem(n: number, prefix = "a"): TestItem {
  const place = `${syllables(n)}ford`;
  const person = `${syllables(n * 7 + 3)} ${syllables(n * 13 + 5)}son`;
  return {
    guid: `${prefix}-${n}`,
    title: `Council of ${place} approves ${syllables(n * 3 + 1)} bridge number ${n}`,
    url: `https://${prefix}.example/news/${n}`,
    text: `The council of ${place} approved ${n + 2} million crowns for the ${syllables(n * 3 + 1)} bridge, mayor ${person} said. Work on the ${syllables(n * 5 + 2)} side begins in week ${(n % 50) + 1}.`,
    date: new Date(Date.UTC(2026, 8, 1) + n * 60_000).toUTCString(),
  };
}

const parts = [
  "bar",
  "nel",
  "tor",
  "vik",
  "sa",
  "mun",
  "hel",
  "dra",
  "lo",
  "kes",
  "pri",
  "gan",
  "ul",
  "wen",
  "ost",
  "fir",
];

function syllables(n: number): string {
  const text = `${parts[n % 16]}${parts[(n >> 4) % 16]}${parts[(n >> 8) % 16]}${parts[(n >> 12) % 16]}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
