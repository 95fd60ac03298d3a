import type { Command } from "commander";
import { WireError } from "../../domain/errors.ts";
import { emptyFilter, type StoryDetail, type WireItem } from "../../domain/section.ts";
import { counted } from "../../domain/text/counted.ts";
import type { RecordedRuling } from "../../domain/verdict.ts";
import type { CliDeps } from "../cli-deps.ts";
import { withStore } from "../with-store.ts";
import { addDecisionCommands } from "./decision-commands.ts";
import { addReclusterCommand } from "./recluster-command.ts";
import { storyOf } from "./story-of.ts";
import { addTryCommand } from "./try-command.ts";

/**
 * `wiredesk stories list|show|try|split|merge|undo|pin|withdraw|restore|lead`: stories, and editors' decisions on them.
 */
export function addStoriesCommands(program: Command, deps: CliDeps): void {
  const stories = program.command("stories").description("stories, and editors' decisions on them");
  stories
    .command("list", { isDefault: true })
    .description("the newest stories")
    .option("--limit <number>", "how many", "30")
    .option("--json", "one JSON line for each story")
    .action((options: { limit: string; json?: boolean }, command: Command) =>
      withStore(deps, command, async (store) => {
        const limit = readWhole(options.limit, "--limit", 500);
        const page = await store.readPage({
          filter: emptyFilter,
          collapse: "story",
          sort: "arrival",
          limit,
          after: null,
        });
        for (const item of page.items)
          deps.out(options.json === true ? JSON.stringify(storyJson(item)) : storyLine(item));
      }),
    );
  stories
    .command("show")
    .description("show one story: its copies, their carriers, and the reasons why they were put together")
    .argument("<story>", "its number")
    .option("--json", "print one JSON document")
    .action((id: string, options: { json?: boolean }, command: Command) =>
      withStore(deps, command, async (store) => {
        const story = await storyOf(store, id);
        if (options.json === true) deps.out(JSON.stringify(story, null, 2));
        else deps.out(showStory(story, await store.readRulingsAbout(story.id)));
      }),
    );
  addTryCommand(stories, deps);
  addDecisionCommands(stories, deps);
  addReclusterCommand(stories, deps);
}

function readWhole(text: string, name: string, max: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new WireError("usage", `${name} ${text}: expected a number from 1 to ${max}`);
  return number;
}

function storyLine(item: WireItem): string {
  const sources = new Set(item.carriers.map((carrier) => carrier.source.name));
  return `${String(item.storyId).padStart(7)}  ${new Date(item.arrivedAt).toISOString()}  ${counted(item.copyCount, "copy", "copies")}, ${counted(item.carriers.length, "entry", "entries")}  ${item.lead.source.name}: ${item.lead.title}  [${[...sources].join(", ")}]`;
}

function storyJson(item: WireItem) {
  return {
    story: item.storyId,
    arrived: new Date(item.arrivedAt).toISOString(),
    copies: item.copyCount,
    lead: { entry: item.lead.id, source: item.lead.source.name, title: item.lead.title, url: item.lead.url },
    carriers: item.carriers.map(({ entryId, source, url, title }) => ({
      entry: entryId,
      source: source.name,
      url,
      title,
    })),
  };
}

const whoWithdrew = { source: "its source", editors: "an editor" } as const;

function showStory(story: StoryDetail, rulings: readonly RecordedRuling[]): string {
  const reasons = new Map(story.entries.map((entry) => [entry.id, entry.reasons]));
  const pinned = new Set(story.entries.filter(({ isPinnedLead }) => isPinnedLead).map(({ id }) => id));
  const lines = [`story ${story.id}${story.pinned ? " (pinned)" : ""}`];
  for (const copy of story.copies) {
    const withdrawn = copy.withdrawnBy === null ? "" : ` (withdrawn by ${whoWithdrew[copy.withdrawnBy]})`;
    lines.push(`  copy ${copy.copyId}: ${copy.lead.title}${withdrawn}`);
    for (const carrier of copy.carriers) {
      lines.push(
        `    entry ${carrier.entryId}  ${new Date(carrier.firstSeenAt).toISOString()}  ${carrier.source.name}: ${carrier.title}  ${carrier.url ?? ""}${pinned.has(carrier.entryId) ? "  (pinned as lead)" : ""}`,
      );
      for (const reason of reasons.get(carrier.entryId) ?? []) lines.push(`      ${reason.text}`);
    }
  }
  return [...lines, ...decisionLines(rulings)].join("\n");
}

/** The splits and merges of a story, newest first, with the times that `stories undo --at` takes. */
function decisionLines(rulings: readonly RecordedRuling[]): readonly string[] {
  const lines = rulings.flatMap(({ ruling, by, at, carriedOut }) => {
    if (!("level" in ruling)) return [];
    const what = ruling.kind === "apart" ? "split" : "merge";
    const told = `${what}${ruling.level === "copy" ? " of a text" : ""} by ${by}`;
    return [`  ${new Date(at).toISOString()}  ${told}${carriedOut ? "" : " (recorded, not yet in effect)"}`];
  });
  return [...new Set(lines)];
}
