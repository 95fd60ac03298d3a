import { z } from "zod";
import { keyParameter, opensSection, sectionNamed } from "../../documents/section-access.ts";
import type { Change } from "../../domain/changes/change.ts";
import type { StoredEntry } from "../../domain/entry.ts";
import { elapsedOf } from "../../domain/ports.ts";
import type { SectionFilter } from "../../domain/section.ts";
import { secondMs } from "../../domain/time.ts";
import { type ApiOperation, operation } from "../api/api-operation.ts";
import { entry, id, time } from "../api/api-schemas.ts";
import { entryValue, timeValue } from "../api/api-values.ts";
import type { WebDeps } from "../web-deps.ts";
import { createChangeWaits } from "./change-waits.ts";
import { openCursor, sealCursor } from "./place-cursor.ts";
import { placeForgotten, readChanges } from "./read-changes.ts";

const changesQuery = z.object({
  since: z
    .string()
    .max(100)
    .optional()
    .describe("The value of `next` from the previous answer; absent or 0: the beginning"),
  wait: z
    .string()
    .regex(/^([0-9]|[1-5]\d|60)$/, "expected a number of seconds from 0 to 60")
    .optional()
    .describe("How many seconds to wait for a change when there is none yet: 0 to 60; default: 0"),
  limit: z
    .string()
    .regex(/^([1-9]\d?|[1-4]\d\d|500)$/, "expected a number from 1 to 500")
    .optional()
    .describe("How many changes at most; default: 100"),
  section: z.string().max(200).optional().describe("Only the entries of a section; default: `all`"),
  key: z.string().max(200).optional().describe("A key that opens the section"),
});

const kinds = [
  ...["present", "added", "revised", "placed", "withdrawn", "restored"],
  ...["relabelled", "hidden", "shown", "removed"],
] as const;

const change = z.object({
  kind: z.enum(kinds).describe("What happened (docs/programs.md)"),
  at: time,
  id: id.describe("The entry"),
  revision: z.number().int().nullable().describe("The entry's revision just after the change"),
  copy: id.nullable().describe("Its copy just after the change"),
  story: id.nullable().describe("Its story just after the change"),
  entry: entry
    .extend({ guid: z.string() })
    .nullable()
    .describe("The entry as it is now, which may be later than the change; null when it was removed"),
  past: z
    .object({ title: z.string(), text: z.string(), url: z.string().nullable() })
    .nullable()
    .describe("What the entry said in this revision, if it has a later one and this one is still kept"),
});

const changes = z.object({
  changes: z.array(change),
  next: z.string().describe("The value of `since` for the next request. Clients cannot read anything from it"),
  more: z.boolean().describe("True when there is more to read at once"),
});

/** Everything that happens to entries, in order, without gaps. */
export const changesOperation: ApiOperation = operation({
  method: "get",
  path: "/api/v1/changes",
  summary: "Every change of an entry, once and in order. Waits for the next one if asked to (docs/programs.md)",
  querySchema: changesQuery,
  answerSchema: changes,
  async run(deps, { query, leaving, isEditor, client }) {
    const filter = filterOf(deps, query, isEditor);
    const key = await deps.store.readPlaceKey();
    const { since = "0" } = query;
    const from = since === "0" ? null : openCursor(key, since);
    if (from === null && since !== "0") throw placeForgotten();
    const waitMs = Number(query.wait ?? 0) * secondMs;
    const waits = deps.changeWaits ?? createChangeWaits(deps);
    const read = await readChanges(deps.store, waits, {
      ...{ filter, from, client, leaving },
      limit: Number(query.limit ?? limitDefault),
      until: waitMs === 0 ? null : elapsedOf(deps.clock) + waitMs,
      hearsAll: isEditor || filter.opensPrivate === true,
    });
    return {
      changes: [...read.present.map(presentValue), ...read.changes.map(changeValue)],
      next: sealCursor(key, read.next),
      more: read.isMore,
    };
  },
});

const limitDefault = 100;

/** The filter of the section. A section with keys exists only for editors and for holders of a key. */
function filterOf(
  { sections, keyedSections = [] }: Pick<WebDeps, "sections" | "keyedSections">,
  asked: { readonly section?: string | undefined; readonly [keyParameter]?: string | undefined },
  isEditor: boolean,
): SectionFilter {
  const keyed = keyedSections.find((section) => section.id === asked.section);
  if (keyed === undefined || !(isEditor || opensSection(keyed, asked.key ?? null)))
    return sectionNamed(sections, asked.section).filter;
  return { ...keyed.filter, opensPrivate: true };
}

function presentValue(stored: StoredEntry): z.input<typeof change> {
  const { id: entryId, firstSeenAt, revision, copyId, storyId } = stored;
  return {
    ...{ kind: "present" as const, at: timeValue(firstSeenAt), id: entryId, revision, copy: copyId, story: storyId },
    entry: { ...entryValue(stored), guid: stored.guid },
    past: null,
  };
}

function changeValue({ kind, at, entryId, revision, copyId, storyId, past, ...now }: Change): z.input<typeof change> {
  return {
    ...{ kind, at: timeValue(at), id: entryId, revision, copy: copyId, story: storyId },
    entry: now.entry === null ? null : { ...entryValue(now.entry), guid: now.entry.guid },
    past: past === null ? null : { title: past.title, text: past.text, url: past.url },
  };
}
