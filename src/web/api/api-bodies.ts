import { z } from "zod";
import { feedActions, feedForm } from "../sources/feed-editor-routes.ts";
import { id, ruling } from "./api-schemas.ts";

/** The bodies of editors' requests to the API, and of its answers. */
export const byName = z.string().trim().min(1).max(60).describe("The editor's name, recorded with the decision");
export const rulingsBody = z.object({ words: z.array(ruling).min(1).max(200).describe("Rulings"), by: byName });
const entryIds = z.array(id).min(1).max(1_000);
export const decisionBody = z.discriminatedUnion("action", [
  z.object({
    action: z.literal("split"),
    entries: entryIds.describe("Entries to take out together; they are kept apart from every entry that stays"),
    level: z
      .enum(["story", "copy"])
      .default("story")
      .describe("`copy`: the entries leave their copies but stay in the story"),
    by: byName,
  }),
  z.object({
    action: z.literal("merge"),
    with: z.array(id).min(1).max(20).describe("Stories that join this one"),
    by: byName,
  }),
  z.object({ action: z.literal("pin"), by: byName }),
  z.object({ action: z.literal("unpin"), by: byName }),
  z.object({
    action: z.literal("withdraw"),
    entries: entryIds.describe("The texts of these entries are withdrawn everywhere: for every carrier, now and later"),
    by: byName,
  }),
  z.object({
    action: z.literal("restore"),
    entries: entryIds.describe(
      "The texts of these entries are restored, whether their source or an editor withdrew them",
    ),
    by: byName,
  }),
  z.object({ action: z.literal("lead"), entry: id.describe("Leads its copy while it carries the text"), by: byName }),
  z.object({ action: z.literal("unlead"), entry: id, by: byName }),
  z.object({
    action: z.literal("undo"),
    at: z.iso.datetime().describe("The time of the split or merge to take back, as the story's `words` give it"),
    by: byName,
  }),
]);
export const feedBody = feedForm;
export const feedActionBody = z.object({ action: z.enum(feedActions) });
export const done = z.object({ done: z.literal(true) });
export const decided = done.extend({ rulings: z.number().int().describe("0 when nothing had to be changed") });
export const notYet = z.object({ done: z.literal(false), detail: z.string() });
export const added = z.object({ id, url: z.string() });
export const problem = z.object({ type: z.string(), title: z.string(), status: z.number().int(), detail: z.string() });
