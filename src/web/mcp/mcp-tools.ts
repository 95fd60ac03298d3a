import { z } from "zod";
import { countOutlets } from "../../domain/copies/houses.ts";
import { WireError } from "../../domain/errors.ts";
import { apiOperations } from "../api/api-operations.ts";
import type { entry, feeds, itemPage, sections, story } from "../api/api-schemas.ts";
import { readVersion } from "../story/read-version.ts";
import { shortened, wordDiff } from "../story/word-diff.ts";
import type { WebDeps } from "../web-deps.ts";
import { cut, shortEntry, shortFeed, shortItem } from "./mcp-values.ts";

/** What a tool may use. `deps.store` shows what the caller may see. */
export interface McpDeps {
  readonly deps: WebDeps;
  readonly isEditor: boolean;
}

/**
 * A tool that a model calls. `run` resolves to plain data. It rejects with a WireError, whose message is sent to the
 * model.
 */
export interface McpTool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodRawShape;
  readonly run: (mcp: McpDeps, asked: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

const section = z.string().max(200).optional().describe('A section\'s id, from "sections"; default: everything');
const limit = z.number().int().min(1).max(50).default(10);
const storyId = z.number().int().positive();
const entryId = z.number().int().positive();
const version = z
  .string()
  .regex(/^[1-9]\d*(\.[1-9]\d*)?$/)
  .describe('An entry ("12") or one of its revisions ("12.1")');

/** The tools. All of them only read. */
export const mcpTools: readonly McpTool[] = [
  tool({
    name: "search",
    description:
      'Finds stories by words. Words, "phrases", OR, -without, title:, source:, lang:, after:2026-06-01, before:, NEAR/5; docs/searching.md has the language.',
    input: { query: z.string().min(1).max(10_000), section, limit, sort: z.enum(["arrival", "relevance"]).optional() },
    async run(mcp, { query, section: named, limit: most, sort }) {
      const page = await list(mcp, { q: query, section: named, limit: most, sort, collapse: "story" });
      return {
        understood: page.query?.understood ?? null,
        stories: page.items.map(shortItem),
        more: page.next !== null,
      };
    },
  }),
  tool({
    name: "latest",
    description: "The newest stories, each once with every outlet that carries it",
    input: { section, source: z.string().max(200).optional().describe("Only this source"), limit },
    async run(mcp, { section: named, source, limit: most }) {
      const page = await list(mcp, { section: named, source, limit: most, collapse: "story" });
      return { stories: page.items.map(shortItem), more: page.next !== null };
    },
  }),
  tool({
    name: "top",
    description: "The stories that most outlets carry and that spread fastest, with the points of each",
    input: { section, within: z.number().int().min(1).max(168).default(24).describe("Hours"), limit },
    async run(mcp, { section: named, within, limit: most }) {
      const answer = (await ask(mcp, "/api/v1/top", { section: named, within, limit: most })) as {
        items: (Parameters<typeof shortItem>[0] & { rank: object })[];
        compared: number;
      };
      return {
        stories: answer.items.map(({ rank, ...item }) => ({ ...shortItem(item), rank })),
        compared: answer.compared,
      };
    },
  }),
  tool({
    name: "story",
    description: "One story: who had it first, every text with its outlet and time, what changed, and editors' rulings",
    input: {
      story: storyId,
      textChars: z.number().int().min(0).max(4_000).default(600).describe("Characters of each text"),
    },
    run: (mcp, { story: id, textChars }) => readStory(mcp, id, textChars),
  }),
  tool({
    name: "compare",
    description: "The words in which two texts, or two versions of one text, differ: [-removed-] {+added+}",
    input: { before: version, after: version },
    async run({ deps }, { before, after }) {
      const [old, present] = [await readVersion(deps.store, before), await readVersion(deps.store, after)];
      const told = (from: string, to: string) => shortened(wordDiff(from, to)).map(marked).join("");
      return { title: told(old.title, present.title), text: cut(told(old.text, present.text), differenceCharsMax) };
    },
  }),
  tool({
    name: "explain",
    description: "Whether two entries are one copy or one story, and why each entry was put where it is",
    input: { a: entryId, b: entryId },
    async run({ deps }, { a, b }) {
      const [first, second] = [await deps.store.readEntry(a), await deps.store.readEntry(b)];
      if (first === null || second === null) throw new WireError("not-found", "There is no entry with that number.");
      const reasons = [first, second].map(({ id, reasons: told }) => ({
        entry: id,
        reasons: told.map(({ text }) => text),
      }));
      const isSame = (key: "copyId" | "storyId") => first[key] !== null && first[key] === second[key];
      return { sameCopy: isSame("copyId"), sameStory: isSame("storyId"), reasons };
    },
  }),
  tool({
    name: "sections",
    description: "The sections of the wire, and the numbers of entries, stories and feeds",
    input: {},
    async run(mcp) {
      const answer = (await ask(mcp, "/api/v1/sections", {})) as z.input<typeof sections>;
      return { ...answer, counts: await ask(mcp, "/api/v1/counts", {}) };
    },
  }),
  tool({
    name: "sources",
    description: "The health of the feeds: when each was last read, how often it has news, and why it fails",
    input: { failing: z.boolean().default(false).describe("Only feeds that fail"), limit },
    async run(mcp, { failing, limit: most }) {
      const { feeds: all } = (await ask(mcp, "/api/v1/feeds", {})) as z.input<typeof feeds>;
      const chosen = failing ? all.filter(({ failure }) => failure !== null) : all;
      return { feeds: chosen.slice(0, most).map(shortFeed), shown: Math.min(most, chosen.length), of: chosen.length };
    },
  }),
];

/** Types the arguments of `run` by `input`. The server has checked them against `input`. */
function tool<Input extends z.ZodRawShape>(given: {
  readonly name: string;
  readonly description: string;
  readonly input: Input;
  readonly run: (mcp: McpDeps, asked: z.output<z.ZodObject<Input>>) => Promise<unknown>;
}): McpTool {
  return { ...given, run: (mcp, asked) => given.run(mcp, asked as z.output<z.ZodObject<Input>>) };
}

/** The query parameters of an operation. */
type Asking = Readonly<Record<string, string | number | undefined>>;

/** Runs an operation of the API in this process. */
function ask({ deps, isEditor }: McpDeps, path: string, given: Asking, id?: number): Promise<unknown> {
  const one = apiOperations.find((operation) => operation.method === "get" && operation.path === path);
  if (one === undefined) throw new Error(`the API has no ${path}`);
  const pairs = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const search = new URLSearchParams(pairs as [string, string][]).toString();
  const query = { ...Object.fromEntries(pairs), ...(given.source === undefined ? {} : { source: [given.source] }) };
  const leaving = new AbortController().signal;
  return one.run(deps, { path: { id }, query, body: null, search, leaving, isEditor, client: "" });
}

async function list(mcp: McpDeps, given: Asking): Promise<z.input<typeof itemPage>> {
  return (await ask(mcp, "/api/v1/entries", given)) as z.input<typeof itemPage>;
}

async function readStory(mcp: McpDeps, id: number, textChars: number) {
  const { copies, entries, words, ...rest } = (await ask(mcp, "/api/v1/stories/{id}", {}, id)) as z.input<typeof story>;
  const byTime = [...entries].sort((a, b) => Date.parse(a.firstSeen) - Date.parse(b.firstSeen));
  const changed = byTime.filter(({ revision }) => revision > 1).map(changeOf);
  return {
    ...rest,
    first: byTime[0] === undefined ? null : { source: byTime[0].source.name, at: byTime[0].firstSeen },
    outlets: countOutlets(entries),
    copies: copies.map(shortItem),
    entries: byTime.slice(0, entriesMax).map((one) => shortEntry(one, textChars)),
    ...(byTime.length > entriesMax ? { entriesLeftOut: byTime.length - entriesMax } : {}),
    changed,
    rulings: words,
  };
}

function changeOf({ id, source, revision }: z.input<typeof entry>) {
  return { entry: id, source: source.name, versions: revision, compare: [`${id}.1`, String(id)] };
}

function marked({ kind, text }: { readonly kind: "same" | "added" | "taken"; readonly text: string }): string {
  if (kind === "same") return text;
  return kind === "added" ? `{+${text}+}` : `[-${text}-]`;
}

const entriesMax = 30;
const differenceCharsMax = 6_000;
