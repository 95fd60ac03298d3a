import type { Command } from "commander";
import { WireError } from "../../domain/errors.ts";
import type { StoryDetail, WireItem } from "../../domain/section.ts";
import { emptyFilter } from "../../domain/section.ts";
import type { Store } from "../../domain/store.ts";
import type { EditorRuling } from "../../domain/verdict.ts";
import type { CliDeps } from "../cli-deps.ts";
import { runDesk } from "../data/run-desk.ts";
import { withStore } from "../with-store.ts";
import { addReclusterCommand } from "./recluster-command.ts";

/** `wiredesk stories list|show|split|merge|pin`: stories and the editor's word on them. */
export function addStoriesCommands(program: Command, deps: CliDeps): void {
  const stories = program.command("stories").description("stories and the editor's word on them");
  stories
    .command("list", { isDefault: true })
    .description("the newest stories")
    .option("--limit <number>", "how many", "30")
    .option("--json", "one JSON line a story")
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
    .description("one story: its copies, who carries them, and why they were put together")
    .argument("<story>", "its number")
    .option("--json", "as one JSON document")
    .action((id: string, options: { json?: boolean }, command: Command) =>
      withStore(deps, command, async (store) => {
        const story = await storyOf(store, id);
        deps.out(options.json === true ? JSON.stringify(story, null, 2) : showStory(story));
      }),
    );
  addWordCommands(stories, deps);
  addReclusterCommand(stories, deps);
}

function addWordCommands(stories: Command, deps: CliDeps): void {
  stories
    .command("split")
    .description(
      "take copies out of a story, or entries out of their copy: they are not the same, whatever comes later",
    )
    .argument("<story>", "the story's number")
    .argument("<entry...>", "entries to take out together (numbers as `stories show` prints them)")
    .option("--copy", "the entries are not even the same copy as the rest")
    .action((id: string, entries: string[], options: { copy?: boolean }, command: Command) =>
      speak(deps, command, async (store) =>
        splitRulings(await storyOf(store, id), entries.map(Number), options.copy === true),
      ),
    );
  stories
    .command("merge")
    .description("put stories together: they are one event, whatever comes later")
    .argument("<story...>", "two or more stories' numbers; the first one stays")
    .action((ids: string[], _options: object, command: Command) =>
      speak(deps, command, async (store) => mergeRulings(await Promise.all(ids.map((id) => storyOf(store, id))))),
    );
  stories
    .command("pin")
    .description("keep a story: it is never purged and never merged away")
    .argument("<story>", "its number")
    .option("--off", "take the pin out")
    .action((id: string, options: { off?: boolean }, command: Command) =>
      speak(deps, command, async (store) => [
        { kind: "pin", storyId: (await storyOf(store, id)).id, pinned: options.off !== true },
      ]),
    );
}

async function speak(
  deps: CliDeps,
  command: Command,
  words: (store: Store) => Promise<readonly EditorRuling[]>,
): Promise<void> {
  await withStore(deps, command, async (store, config) => {
    const said = await words(store);
    for (const word of said) await store.saveEditorRuling(word, "command line", deps.clock.now());
    await runDesk(deps, config, store);
    deps.talk(`${said.length} word${said.length === 1 ? "" : "s"} recorded`);
  });
}

/** Everything taken out is kept apart from everything that stays, and together with itself. */
function splitRulings(story: StoryDetail, out: readonly number[], copyLevel: boolean): EditorRuling[] {
  const level = copyLevel ? "copy" : "story";
  const members = new Set(story.entries.map((entry) => entry.id));
  const strangers = out.filter((id) => !members.has(id));
  if (strangers.length > 0)
    throw new WireError(
      "usage",
      `story ${story.id} has no entry ${strangers.join(", ")}; "wiredesk stories show ${story.id}" lists them`,
    );
  const stay = story.entries.filter((entry) => !out.includes(entry.id));
  if (stay.length === 0)
    throw new WireError("usage", `every entry of story ${story.id} was named; leave at least one in it`);
  const [first, ...others] = out;
  return [
    ...out.flatMap((entryA) => stay.map(({ id: entryB }): EditorRuling => ({ kind: "apart", level, entryA, entryB }))),
    ...others.map((entryB): EditorRuling => ({ kind: "together", level, entryA: first ?? entryB, entryB })),
  ];
}

function mergeRulings(stories: readonly StoryDetail[]): EditorRuling[] {
  const [first, ...others] = stories;
  const entryA = first?.entries[0]?.id;
  if (entryA === undefined || others.length === 0) throw new WireError("usage", "name two or more stories to merge");
  return others.flatMap((story) => {
    const entryB = story.entries[0]?.id;
    return entryB === undefined || story.id === first?.id ? [] : [{ kind: "together", level: "story", entryA, entryB }];
  });
}

async function storyOf(store: Store, id: string): Promise<StoryDetail> {
  const story = /^\d{1,15}$/.test(id) ? await store.readStory(Number(id)) : null;
  if (story === null) throw new WireError("not-found", `there is no story ${id}; "wiredesk stories" lists the newest`);
  return story;
}

function readWhole(text: string, name: string, max: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new WireError("usage", `${name} ${text}: expected a number from 1 to ${max}`);
  return number;
}

function storyLine(item: WireItem): string {
  const sources = new Set(item.carriers.map((carrier) => carrier.source.name));
  return `${String(item.storyId).padStart(7)}  ${new Date(item.arrivedAt).toISOString()}  ${item.copyCount} copies, ${item.carriers.length} entries  ${item.lead.source.name}: ${item.lead.title}  [${[...sources].join(", ")}]`;
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

function showStory(story: StoryDetail): string {
  const reasons = new Map(story.entries.map((entry) => [entry.id, entry.reasons]));
  const lines = [`story ${story.id}${story.pinned ? " (pinned)" : ""}`];
  for (const copy of story.copies) {
    lines.push(`  copy ${copy.copyId}: ${copy.lead.title}`);
    for (const carrier of copy.carriers) {
      lines.push(
        `    entry ${carrier.entryId}  ${new Date(carrier.firstSeenAt).toISOString()}  ${carrier.source.name}: ${carrier.title}  ${carrier.url ?? ""}`,
      );
      for (const reason of reasons.get(carrier.entryId) ?? []) lines.push(`      ${reason.text}`);
    }
  }
  return lines.join("\n");
}
