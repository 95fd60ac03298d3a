// News items made from their number: every text different, in a vocabulary of 4,000 words of which few are frequent, as
// in a language.
import { syntheticEntry } from "./synthetic-entries.mjs";
import { randomOf } from "./zipf-words.mjs";

/** Item `number` of a wire: its guid, texts and the category `c0`, `c1` … that decides its section. */
export function newsItem(number, sectionCount) {
  const random = randomOf(number + 1);
  const word = () => vocabulary[Math.floor(random() ** 3 * vocabulary.length)];
  const sentence = (count) => Array.from({ length: count }, word).join(" ");
  const paragraphs = Array.from({ length: 5 + (number % 5) }, () => `${sentence(40)}.`);
  return {
    guid: `https://wire.example/news/${number}`,
    title: sentence(9),
    text: paragraphs.join("\n\n"),
    html: paragraphs.map((text) => `<p>${text}</p>`).join(""),
    category: `c${Math.floor(number / feedCount) % sectionCount}`,
  };
}

/** Item `number` comes in the feed `number % feedCount`; neighbours in a feed are in neighbouring sections. */
export const feedCount = 10;

const vocabulary = makeVocabulary();

function makeVocabulary() {
  const random = randomOf(7);
  const syllables = "ba con der el fi gra hun in jo ka lo men na or pra qui ras sto ter un ver wil ex yon ze".split(
    " ",
  );
  const pick = () => syllables[Math.floor(random() * syllables.length)];
  return Array.from({ length: 4000 }, (_, at) => Array.from({ length: 1 + (at % 3) + (at > 400) }, pick).join(""));
}

/** The item as the store keeps it, for filling one. */
export function entryOf({ guid, title, text, html, category }, now) {
  const given = { guid, title, text, html, summary: text.slice(0, 200), categories: [category], textKey: guid };
  return syntheticEntry({ ...given, firstSeenAt: now });
}

/** The item as a feed writes it. */
export function rssItem({ guid, title, html, category }, publishedAt) {
  return `<item><title>${title}</title><link>${guid}</link><guid>${guid}</guid><category>${category}</category>
<pubDate>${new Date(publishedAt).toUTCString()}</pubDate><description>${title}</description>
<content:encoded><![CDATA[${html}]]></content:encoded></item>`;
}
