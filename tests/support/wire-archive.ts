import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demoSources, renderDemoFeed } from "../../src/demo/demo-feeds.ts";
import { demoItems } from "../../src/demo/demo-stories.ts";
import { randomOf } from "./random-of.ts";

const minuteMs = 60_000;
const outlets = ["Harbour Post", "Valley News", "North Mirror"];
const itemsPerDocument = 30;

interface Item {
  readonly guid: string;
  readonly title: string;
  readonly text: string;
  readonly at: number;
}

/**
 * Writes feed documents as wires and their customers publish: an agency's texts, outlets that reprint them with other
 * headlines, shortened or with a word changed, updates and withdrawals of the agency, and texts of the outlets' own.
 * About `count` items, a minute apart, the last one at `endsAt`; the demo's documents come before them. The documents'
 * file names are in the order of publication.
 */
export function writeWireArchive(folder: string, count: number, endsAt: number): void {
  mkdirSync(folder, { recursive: true });
  let files = 0;
  const write = (name: string, bytes: Buffer | string, at: number): void => {
    const file = join(folder, `${String(files).padStart(6, "0")}-${name}`);
    files += 1;
    writeFileSync(file, bytes);
    utimesSync(file, at / 1000, at / 1000);
  };
  const startsAt = endsAt - count * minuteMs;
  writeDemo(startsAt - 60 * minuteMs, write);
  const waiting = new Map<string, Item[]>();
  for (const [source, item] of wireItems(count, startsAt)) {
    const items = waiting.get(source) ?? [];
    waiting.set(source, [item, ...items]);
    if (items.length + 1 < itemsPerDocument) continue;
    write(`${source.replaceAll(" ", "-")}.rss`, documentOf(source, waiting.get(source) ?? []), item.at);
    waiting.delete(source);
  }
  for (const [source, items] of waiting) write(`${source.replaceAll(" ", "-")}.rss`, documentOf(source, items), endsAt);
}

/** The documents of the demo at four moments, with new, repeated and changed items. */
function writeDemo(startedAt: number, write: (name: string, bytes: Buffer, at: number) => void): void {
  const lastAt = Math.max(...demoItems.map(({ atSeconds }) => atSeconds));
  for (const part of [0.25, 0.5, 0.75, 1]) {
    for (const source of demoSources) {
      const items = demoItems.filter((item) => item.source === source.id && item.atSeconds <= lastAt * part);
      const { bytes } = renderDemoFeed(source, items, "https://demo.example", startedAt);
      write(`demo-${source.id}`, bytes, startedAt + lastAt * part * 1000);
    }
  }
}

function* wireItems(count: number, startsAt: number): Generator<readonly [string, Item]> {
  const random = randomOf(7);
  const word = () => words[Math.floor(random() ** 2.5 * words.length)] ?? "";
  const sentence = (length: number) => Array.from({ length }, word).join(" ");
  for (let number = 0; number < count; ) {
    const story = number;
    const paragraphs = Array.from({ length: 3 + (story % 3) }, () => `${sentence(35)}.`);
    const title = sentence(8);
    const next = (source: string, item: { guid: string; title: string; text: string }) => {
      const at = startsAt + number * minuteMs;
      number += 1;
      return [source, { ...item, at }] as const;
    };
    const text = `NORTHPORT (Meridian) - ${paragraphs.join("\n\n")}`;
    yield next("Meridian", { guid: `m-${story}`, title, text });
    for (const [at, outlet] of outlets.slice(0, story % 4).entries()) {
      const printed = at === 1 ? text.slice(0, -30) : text.replace(words[at] ?? "", word());
      yield next(outlet, { guid: `${at}-${story}`, title: at === 0 ? title : sentence(7), text: printed });
    }
    if (story % 9 === 0) yield next("Meridian", { guid: `m-${story}`, title, text: `${text}\n\n${sentence(20)}.` });
    if (story % 40 === 3) {
      const notice = `Meridian withdraws the story "${title}".`;
      yield next("Meridian", { guid: `w-${story}`, title: `WITHDRAWN - ${title}`, text: notice });
    }
    if (story % 5 === 2)
      yield next("Valley News", { guid: `own-${story}`, title: sentence(9), text: `${sentence(60)}.` });
  }
}

function documentOf(source: string, items: readonly Item[]): string {
  const host = `https://${source.toLowerCase().replaceAll(" ", "-")}.example`;
  const body = items.map(
    ({ guid, title, text, at }) => `<item><guid isPermaLink="false">${guid}</guid><title>${escaped(title)}</title>
<link>${host}/${guid}</link><pubDate>${new Date(at).toUTCString()}</pubDate>
<description>${escaped(
      text
        .split("\n\n")
        .map((part) => `<p>${part}</p>`)
        .join(""),
    )}</description></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${source}</title><link>${host}/</link>
<description>${source}</description><language>en</language>${body.join("\n")}</channel></rss>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** Words from syllables, a few of them frequent, as in a language. */
const words = Array.from({ length: 6000 }, (_, at) => {
  const syllables = ["ba", "con", "der", "fel", "gri", "hun", "jor", "kan", "lom", "men", "nar", "por", "qui", "ras"];
  const pick = (part: number) => syllables[Math.floor(at / syllables.length ** part) % syllables.length] ?? "";
  return `${pick(0)}${pick(1)}${at > 300 ? pick(2) : ""}${at > 3000 ? "s" : ""}`;
});
