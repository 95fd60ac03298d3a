import { once } from "node:events";
import { createServer } from "node:http";
import { drawWord, randomOf } from "../bench/zipf-words.mjs";

const words =
  "harbour council ferry bridge minister storm strike ballot court river mine fleet budget union rail".split(" ");

/**
 * Agencies on loopback, each at an address of its own (127.0.3.N). Each shows its newest `window` stories of `words`
 * words each. Unless `answersWithNews`, a story comes with `publish(agency)` alone; else every answer brings one.
 * `onAsked(agency)` hears of each request.
 */
export async function startAgencies({ count, window, wordCount, answersWithNews = false, onAsked = () => undefined }) {
  const stories = Array.from({ length: count }, () => []);
  let lastNumber = 0;
  const publish = (agency) => {
    lastNumber += 1;
    stories[agency] = [storyOf(lastNumber, wordCount), ...stories[agency]].slice(0, window);
  };
  const server = createServer((request, response) => {
    const agency = Number(/^127\.0\.3\.(\d+)/.exec(request.headers.host)?.[1]) - 1;
    onAsked(agency);
    if (answersWithNews) publish(agency);
    const etag = `"${agency}-${stories[agency][0]?.guid ?? ""}"`;
    if (request.headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end();
    response.writeHead(200, { "content-type": "application/rss+xml", etag });
    response.end(toDocument(agency, stories[agency]));
  });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  return {
    publish,
    url: (agency) => `http://127.0.3.${1 + agency}:${server.address().port}/rss`,
    published: () => lastNumber,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * No two are alike: a third of the words are drawn from a whole language, and two are the story's own names. News has
 * hardly more new words than that, and a service's memory depends on how many different words it has seen.
 */
export function storyOf(number, wordCount) {
  const random = randomOf(number + 1);
  const names = [7919, 104_729].map((step) => `n${(number * step + 1e6).toString(36)}`);
  const text = Array.from({ length: wordCount }, (_, at) =>
    at % 3 === 0 ? (names[at / 3] ?? drawWord(random)) : words[(number + at) % words.length],
  );
  return {
    guid: `story-${number}`,
    title: `${text.slice(0, 9).join(" ")} ${number}`,
    text: text.join(" "),
    at: new Date(),
  };
}

export function toDocument(agency, stories) {
  const items = stories.map(
    ({ guid, title, text, at }) =>
      `<item><title>${title}</title><guid isPermaLink="false">${guid}</guid><link>https://agency${agency}.example/${guid}</link><description>${text}</description><pubDate>${at.toUTCString()}</pubDate></item>`,
  );
  return `<rss version="2.0"><channel><title>Agency ${agency}</title><link>https://agency${agency}.example/</link><description>d</description>${items.join("")}</channel></rss>`;
}
