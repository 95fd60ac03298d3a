import { licensedWord } from "../chaos-agencies.ts";
import type { Invariant } from "../invariant.ts";

const addresses = [
  "/",
  "/?by=story",
  "/sources",
  "/feeds/all.rss",
  "/feeds/all.atom",
  "/feeds/all.json",
  "/feeds/bridges.rss",
  "/feeds.opml",
  "/metrics",
  "/healthz",
  "/readyz",
  "/api/v1/entries?limit=100",
  "/api/v1/feeds",
  "/api/v1/sections",
];

/** No public address, and nothing that is sent to strangers, holds a word of licensed copy. */
export const noLicensedWord: Invariant = {
  name: "no licensed word",
  when: "during",
  async check({ service, sent }) {
    const answers = await Promise.all(
      addresses.map(async (path) => [`${path} shows`, (await service.ask(path)).text] as const),
    );
    const deliveries = sent.map((text) => ["the hub sent", text] as const);
    const faulty = [...answers, ...deliveries].filter(([, text]) => text.toLowerCase().includes(licensedWord));
    return faulty.map(([what]) => `${what} licensed copy`);
  },
};
