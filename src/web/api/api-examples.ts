import type { ApiOperation } from "./api-operation.ts";

/** Values of the parameters in examples, by name. They contain no single quotes, because a shell ends a word there. */
const values: Readonly<Record<string, string>> = {
  id: "12",
  name: "Bridges",
  section: "world",
  source: "Reuters",
  lang: "en",
  category: "politics",
  hours: "06:00-10:00",
  tz: "Europe/Berlin",
  q: "ferry",
  urgency: "3",
  limit: "20",
  within: "24",
  wait: "30",
  since: "2026-11-22T08:00:00Z",
  after: "1795334400000-345",
};

/** The parameters that the curl line of an operation shows besides those in its path. */
const shown: Readonly<Record<string, readonly string[]>> = {
  "get /api/v1/entries": ["q", "limit"],
  "get /api/v1/search/counts": ["q"],
  "get /api/v1/search/trial": ["q"],
  "get /api/v1/top": ["within", "limit"],
  "get /api/v1/changes": ["wait", "limit"],
};

const by = "Ada";
const rule = { match: { query: "bridge" }, on: ["new", "withdrawal"], to: ["desk"] };

/** Bodies that the operations accept, each under a name. At first the form contains the first one. */
const bodies: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  "post /api/v1/words": {
    pin: { words: [{ kind: "pin", storyId: 12, pinned: true }], by },
    apart: { words: [{ kind: "apart", level: "story", entryA: 345, entryB: 346 }], by },
  },
  "post /api/v1/stories/{id}": {
    split: { action: "split", entries: [345, 346], by },
    merge: { action: "merge", with: [15], by },
    undo: { action: "undo", at: "2026-11-22T08:00:00.000Z", by },
    pin: { action: "pin", by },
    unpin: { action: "unpin", by },
    withdraw: { action: "withdraw", entries: [345], by },
    restore: { action: "restore", entries: [345], by },
    lead: { action: "lead", entry: 345, by },
    unlead: { action: "unlead", entry: 345, by },
  },
  "post /api/v1/feeds": {
    outlet: { url: "https://paper.example/rss", source: "Example Paper" },
    agency: { url: "https://agency.example/world.rss", source: "Example Agency", kind: "agency", rank: 10 },
  },
  "post /api/v1/feeds/{id}": {
    check: { action: "check" },
    pause: { action: "pause" },
    resume: { action: "resume" },
    remove: { action: "remove" },
  },
  "post /api/v1/alerts/try": { rule: { rule } },
  "put /api/v1/alerts/{name}": { rule: { rule, by } },
  "post /api/v1/alerts/send-test": { desk: { channel: "desk" } },
};

/** An example for a parameter; empty for a parameter whose values the page lists. */
export function exampleValue(name: string): string {
  return values[name] ?? "";
}

/** Bodies that the operation accepts, with a name for each; empty when it takes none. */
export function exampleBodies(one: ApiOperation): readonly (readonly [string, object])[] {
  return Object.entries(bodies[`${one.method} ${one.path}`] ?? {});
}

/** The path and query of a request as an example: "/api/v1/entries?q=ferry&limit=20". */
export function exampleAddress(one: ApiOperation): string {
  const path = one.path.replace(/\{(\w+)\}/, (_, name: string) => encodeURIComponent(exampleValue(name)));
  const query = new URLSearchParams(
    (shown[`${one.method} ${one.path}`] ?? []).map((name) => [name, exampleValue(name)]),
  );
  return query.size === 0 ? path : `${path}?${query}`;
}
