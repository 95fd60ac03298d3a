import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { rssDocument, type TestItem, testItem } from "../../support/feed-documents.ts";
import { type LoopbackHosts, startLoopbackHosts } from "../../support/loopback-host.ts";

/** How an agency answers: as it should, never, with half a document, or with something that is no feed. */
export type Manner = "well" | "hangs" | "cuts" | "garbage" | "hostile";

export interface Agency {
  readonly name: string;
  readonly url: string;
  readonly isPrivate: boolean;
  /** Everything that it has published, newest first; its document always shows all of it. */
  readonly items: readonly TestItem[];
  manner: Manner;
  /** When it was asked last, by a clock that nobody sets. */
  lastAskedAt: number;
  publish(): TestItem;
  /** Shows another's address with a text of its own. */
  claim(item: TestItem): void;
}

export interface Agencies {
  readonly all: readonly Agency[];
  /** Speaks of others' stories as if they were withdrawn. */
  readonly foe: Agency;
  readonly hosts: LoopbackHosts;
  close(): Promise<void>;
}

/** In every text and name of licensed sources, and nowhere else. */
export const licensedWord = "quibbling";
/** An agency that is found by name, so that names can stop being found. */
export const namedHost = "wire.chaos.test";
export const namedAddress = "127.0.5.9";

/** `namedBy`: the address to write for the named agency where this machine gives no names; else null. */
export async function startAgencies(namedBy: string | null): Promise<Agencies> {
  const hosts = await startLoopbackHosts(() => performance.now());
  const plain = [1, 2, 3, 4].map((number) => startAgency(hosts, { number, host: `127.0.5.${number}` }));
  const foe = startAgency(hosts, { number: 5, host: "127.0.5.5", name: "Foe" });
  const licensed = startAgency(hosts, { number: 6, host: "127.0.5.6", name: `Zorblat ${licensedWord}` });
  const named = startAgency(hosts, { number: 9, host: namedBy ?? namedHost, name: "Named" });
  return { all: [...plain, named, foe, licensed], foe, hosts, close: () => hosts.close() };
}

function startAgency(hosts: LoopbackHosts, given: { number: number; host: string; name?: string }): Agency {
  const { number, host, name = `Agency ${number}` } = given;
  const address = `127.0.5.${number}`;
  const isPrivate = name.includes(licensedWord);
  const items: TestItem[] = [];
  const agency: Agency = {
    name,
    url: `http://${host}:${hosts.port}/rss`,
    isPrivate,
    items,
    manner: "well",
    lastAskedAt: performance.now(),
    publish() {
      const item = testItem(number * 10_000 + items.length, `a${number}`);
      const marked = isPrivate
        ? { ...item, title: `${item.title} ${licensedWord}`, text: `${item.text} ${licensedWord}` }
        : item;
      items.unshift({ ...marked, date: null });
      return items[0] as TestItem;
    },
    claim({ url, title, guid }) {
      const text = `${name} says that this story was never true and that nobody should read it again.`;
      items.unshift({ guid: `claims-${guid}`, title: `WITHDRAWN: ${title}`, url, text, date: null });
    },
  };
  hosts.on(address, "/rss", (request, response) => {
    agency.lastAskedAt = performance.now();
    answer(agency, request.headers["if-none-match"], response);
  });
  return agency;
}

function answer(agency: Agency, known: string | undefined, response: ServerResponse): void {
  const document = rssDocument({ title: agency.name, link: "https://chaos.example/" }, agency.items);
  const etag = `"${createHash("sha256").update(document).digest("hex").slice(0, 16)}"`;
  const type = { "content-type": "application/rss+xml; charset=utf-8" };
  switch (agency.manner) {
    case "well":
      if (known === etag) response.writeHead(304, { etag }).end();
      else response.writeHead(200, { ...type, etag }).end(document);
      return;
    case "hangs":
      response.writeHead(200, type).write(document.slice(0, 40));
      return;
    case "cuts":
      response.writeHead(200, { ...type, "content-length": String(document.length) });
      response.write(document.slice(0, document.length / 2));
      setImmediate(() => response.destroy());
      return;
    case "garbage":
      response.writeHead(200, type).end(Buffer.from(document).map((byte, at) => (at * 7919) ^ byte));
      return;
    case "hostile":
      response.writeHead(200, type).end(`${"<a>".repeat(200_000)}<!DOCTYPE x [<!ENTITY a "${"a".repeat(1_000)}">]>&a;`);
  }
}
