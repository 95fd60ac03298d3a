import type { Command } from "commander";
import { WireError } from "../../domain/errors.ts";
import {
  type EditorDecision,
  editorRulings,
  readEntryInStory,
  readSplit,
} from "../../domain/rulings/editor-rulings.ts";
import { newestDecision, readDecision } from "../../domain/rulings/undo-decision.ts";
import type { StoryDetail } from "../../domain/section.ts";
import type { Store } from "../../domain/store.ts";
import { counted } from "../../domain/text/counted.ts";
import type { Instant } from "../../domain/time.ts";
import { carryOut } from "../carry-out.ts";
import type { CliDeps } from "../cli-deps.ts";
import { readTime } from "../read-time.ts";
import { withStore } from "../with-store.ts";
import { storyOf } from "./story-of.ts";

/**
 * `wiredesk stories split|merge|undo|pin|withdraw|restore|lead`: an editor's decisions. Exit code 0 means that the
 * decision has taken effect.
 */
export function addDecisionCommands(stories: Command, deps: CliDeps): void {
  stories
    .command("split")
    .description("take entries out of a story, or out of their copies; the desk never puts them back")
    .argument("<story>", "the story's number")
    .argument("<entry...>", "entries to take out together (numbers as `stories show` prints them)")
    .option("--copy", "take the entries out of their copies; they stay in the story")
    .option("--json", "print one JSON line")
    .action((id: string, entries: string[], options: { copy?: boolean; json?: boolean }, command: Command) =>
      decide(deps, command, options.json === true, async (store) => {
        const level = options.copy === true ? "copy" : "story";
        return readSplit(store, { level, story: await storyOf(store, id), entryIds: entries.map(readEntryId) });
      }),
    );
  stories
    .command("merge")
    .description("merge stories into one; the desk keeps them together")
    .argument("<story...>", "the numbers of two or more stories; the merged story keeps the first number")
    .option("--json", "print one JSON line")
    .action((ids: string[], options: { json?: boolean }, command: Command) =>
      decide(deps, command, options.json === true, async (store) => {
        return { kind: "merge", stories: await Promise.all(ids.map((id) => storyOf(store, id))) };
      }),
    );
  stories
    .command("pin")
    .description("keep a story: it is never purged, and never merged into another story")
    .argument("<story>", "the story's number")
    .option("--off", "remove the pin")
    .option("--json", "print one JSON line")
    .action((id: string, options: { off?: boolean; json?: boolean }, command: Command) =>
      decide(deps, command, options.json === true, async (store) => {
        return { kind: "pin", story: await storyOf(store, id), pinned: options.off !== true };
      }),
    );
  addUndoCommand(stories, deps);
  addEntryCommands(stories, deps);
}

function addUndoCommand(stories: Command, deps: CliDeps): void {
  stories
    .command("undo")
    .description(
      "take back the newest split or merge of a story, or the one of a time; given again, it takes back the undo",
    )
    .argument("<story>", "the story's number")
    .option(
      "--at <time>",
      "the split or merge of this time, as `stories show` prints it; given again, it changes nothing",
    )
    .option("--json", "print one JSON line")
    .action((id: string, options: { at?: string; json?: boolean }, command: Command) =>
      decide(deps, command, options.json === true, async (store) => {
        const story = await storyOf(store, id);
        const at = options.at === undefined ? await newestAt(store, story) : readTime(options.at, "--at");
        return { kind: "undo", ...(await readDecision(store, story, at)) };
      }),
    );
}

async function newestAt(store: Store, story: StoryDetail): Promise<Instant> {
  const newest = newestDecision(await store.readRulingsAbout(story.id));
  if (newest === null) throw new WireError("not-found", `story ${story.id} has no split or merge to take back`);
  return newest.at;
}

/** Decisions on the texts of single entries. */
function addEntryCommands(stories: Command, deps: CliDeps): void {
  const withdrawal = (withdrawn: boolean) => (entries: string[], options: { json?: boolean }, command: Command) =>
    decide(deps, command, options.json === true, async (store) => {
      const named = await Promise.all(entries.map((id) => readEntryInStory(store, readEntryId(id))));
      return { kind: "withdraw", entries: named, withdrawn };
    });
  stories
    .command("withdraw")
    .description(
      "withdraw texts everywhere, for every carrier, now and later; feeds show WITHDRAWN under their old ids",
    )
    .argument("<entry...>", "an entry of each text (numbers as `stories show` prints them)")
    .option("--json", "one JSON line")
    .action(withdrawal(true));
  stories
    .command("restore")
    .description("restore withdrawn texts, whether their source or an editor withdrew them")
    .argument("<entry...>", "an entry of each text")
    .option("--json", "one JSON line")
    .action(withdrawal(false));
  stories
    .command("lead")
    .description("pin an entry as the lead of its copy and its story, whatever comes later")
    .argument("<entry>", "its number")
    .option("--off", "remove the pin, so that the usual order chooses the lead again")
    .option("--json", "one JSON line")
    .action((id: string, options: { off?: boolean; json?: boolean }, command: Command) =>
      decide(deps, command, options.json === true, async (store) => {
        return { kind: "lead", entry: await readEntryInStory(store, readEntryId(id)), pinned: options.off !== true };
      }),
    );
}

async function decide(
  deps: CliDeps,
  command: Command,
  json: boolean,
  read: (store: Store) => Promise<EditorDecision>,
): Promise<void> {
  await withStore(deps, command, async (store, config) => {
    const seen = await store.readCommandMark("desk");
    const decision = await read(store);
    const rulings = editorRulings(decision);
    const tell = (inEffect: boolean) => {
      if (json) deps.out(JSON.stringify({ decision: decision.kind, rulings: rulings.length, inEffect }));
    };
    try {
      if (rulings.length > 0)
        await carryOut(deps, config, store, { kind: "recordRulings", rulings, by: "command line" }, seen);
    } catch (error) {
      if (error instanceof WireError && error.code === "not-yet") tell(false);
      throw error;
    }
    tell(true);
    deps.talk(
      rulings.length === 0
        ? "nothing to do: the decision is already in effect"
        : `in effect: ${counted(rulings.length, "ruling")}`,
    );
  });
}

function readEntryId(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new WireError("usage", `entry ${text}: expected a number`);
  return Number(text);
}
