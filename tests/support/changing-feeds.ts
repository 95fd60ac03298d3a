import { createHash } from "node:crypto";
import { answer, redirect, status, wireOf } from "./answers.ts";
import { type TestItem, testItem } from "./feed-documents.ts";
import type { Behaviour, LoopbackHosts, SeenRequest } from "./loopback-host.ts";

/** A publisher whose feed changes with every request: a new item, a correction, or sometimes a refusal. */
export interface ChangingFeed {
  readonly url: string;
  readonly address: string;
  /** It shows only its newest items. */
  readonly hasArchive: boolean;
  /** Everything that it has published: the titles of each item, oldest first. */
  readonly published: ReadonlyMap<string, readonly string[]>;
  /** The time after an answer in which it wants no request, in milliseconds. */
  holdMs(request: SeenRequest): number;
  /** From now on the feed does not change, and no request is refused. */
  settle(): void;
}

/**
 * The kind of publisher: plain; limiting the rate; redirecting; or showing three items, with the others in an archive.
 */
export type Temper = "plain" | "limiting" | "moved" | "short";

const retryAfterSeconds = 2;
const archiveSize = 4;

export function startChangingFeed(options: {
  readonly hosts: LoopbackHosts;
  readonly number: number;
  readonly temper: Temper;
  readonly intervalMs: number;
  /** 0 to 1. */
  readonly random: () => number;
}): ChangingFeed {
  const { hosts, number, temper, intervalMs, random } = options;
  const address = `127.0.7.${number + 1}`;
  const items: TestItem[] = [];
  const published = new Map<string, string[]>();
  let isSettled = false;
  const add = (): void => {
    const item = testItem(number * 1000 + items.length, `feed${number}`);
    items.push(item);
    published.set(item.guid, [item.title]);
  };
  const correct = (): void => {
    const at = items.length - 1 - Math.floor(random() * Math.min(3, items.length));
    const item = items[at];
    const titles = published.get(item?.guid ?? "");
    if (item === undefined || titles === undefined) return;
    const title = `${item.title}, version ${titles.length + 1}`;
    items[at] = { ...item, title: title.replace(/, version \d+(?=, version)/, "") };
    titles.push(items[at].title);
  };
  const change = (): void => {
    if (isSettled) return;
    add();
    if (random() < 0.5) correct();
  };
  const serveFeed: Behaviour = (request, response, seen) => {
    if (temper === "limiting" && !isSettled && random() < 0.4)
      return status(429, { "retry-after": String(retryAfterSeconds) })(request, response, seen);
    if (random() < 0.6) change();
    const shown = temper === "short" ? items.slice(-3) : items;
    const body = wireOf(shown.toReversed(), temper === "short" ? previous(items.length - 3) : "");
    const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
    if (request.headers["if-none-match"] === etag) return status(304, { etag })(request, response, seen);
    return answer(body, { etag })(request, response, seen);
  };
  /** The archive document with the item before `end`. */
  const previous = (end: number): string => {
    const page = Math.floor((end - 1) / archiveSize);
    return end <= 0 ? "" : `<atom:link rel="prev-archive" href="${hosts.url(address, `/archive/${page}`)}"/>`;
  };
  hosts.on(address, "*", (request, response, seen) => {
    const page = Number(/^\/archive\/(\d+)$/.exec(seen.path)?.[1] ?? Number.NaN);
    if (Number.isNaN(page)) return serveFeed(request, response, seen);
    const start = page * archiveSize;
    return answer(wireOf(items.slice(start, start + archiveSize).toReversed(), previous(start)))(
      request,
      response,
      seen,
    );
  });
  if (temper === "moved") {
    hosts.on(address, "/feed.xml", (request, response, seen) =>
      redirect(302, hosts.url(address, "/today.xml"))(request, response, seen),
    );
  }
  for (let count = 0; count < 4; count += 1) add();
  return {
    url: hosts.url(address, "/feed.xml"),
    address,
    hasArchive: temper === "short",
    published,
    holdMs: ({ status: code }) => (code === 429 ? retryAfterSeconds * 1000 : intervalMs),
    settle() {
      isSettled = true;
    },
  };
}
