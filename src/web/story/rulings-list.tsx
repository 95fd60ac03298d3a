import type { StoredEntry } from "../../domain/entry.ts";
import { newestDecision } from "../../domain/rulings/undo-decision.ts";
import { type EditorRuling, entriesNamed, type RecordedRuling } from "../../domain/verdict.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { toldTitle } from "../river/told-title.ts";
import type { StoryView } from "./read-story-view.ts";
import { DecisionForm } from "./story-tools.tsx";

/**
 * The editors' decisions on a story, with their times. Rulings of one kind that belong to one decision share a line.
 * Editors can take back the newest split or merge.
 */
export function RulingsList(props: {
  readonly rulings: readonly RecordedRuling[];
  readonly view: Pick<StoryView, "id" | "entries" | "others">;
  readonly viewer: Viewer;
}) {
  const { rulings, view, viewer } = props;
  const names = namesOf([...view.entries, ...view.others]);
  if (rulings.length === 0) return null;
  const newest = newestDecision(rulings);
  return (
    <section class="rulings" aria-labelledby="rulings-title">
      <h2 id="rulings-title">Editors' decisions</h2>
      <ul>
        {linesOf(rulings).map(([first, ...others], at) => (
          <li key={at}>
            <Time at={first.at} /> {first.by}:{" "}
            {textOf(
              [first, ...others].map(({ ruling }) => ruling),
              names,
            )}
            {first.carriedOut ? "" : " (recorded, not yet in effect)"}
            {first !== newest ? null : (
              <DecisionForm viewer={viewer} story={view} decision="undo" at={first.at}>
                <button type="submit">Undo</button>
              </DecisionForm>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Line = [first: RecordedRuling, ...others: RecordedRuling[]];

function linesOf(rulings: readonly RecordedRuling[]): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const record of rulings) {
    const { ruling, by, at, carriedOut } = record;
    const about = aboutOf(ruling);
    const key = JSON.stringify([by, at, carriedOut, ruling.kind, ...about]);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [record]);
    else line.push(record);
  }
  return [...lines.values()];
}

/** The values that all rulings on one line have in common. */
function aboutOf(ruling: EditorRuling): readonly (string | number | boolean)[] {
  switch (ruling.kind) {
    case "together":
    case "apart":
      return [ruling.level];
    case "withdraw":
      return [ruling.withdrawn];
    case "lead":
      return [ruling.pinned];
    case "pin":
      return [ruling.storyId, ruling.pinned];
  }
}

/** Describes rulings of one kind that have the same values in `aboutOf`. */
function textOf(rulings: readonly EditorRuling[], names: Names): string {
  const pairs = rulings.filter((ruling) => "level" in ruling);
  const named = listOf(rulings.flatMap(entriesNamed), names);
  const kept = listOf(
    pairs.map(({ entryA }) => entryA),
    names,
  );
  const moved = listOf(
    pairs.map(({ entryB }) => entryB),
    names,
  );
  const level = pairs[0]?.level ?? "story";
  const [ruling] = rulings;
  switch (ruling?.kind) {
    case "together":
      return `put ${moved} into one ${one[level]} with ${kept}`;
    case "apart":
      return `moved ${moved} out of the ${one[level]} of ${kept}`;
    case "pin":
      return ruling.pinned ? "pinned the story" : "unpinned the story";
    case "withdraw":
      return ruling.withdrawn ? `withdrew the text of ${named}` : `restored the text of ${named}`;
    case "lead":
      return ruling.pinned ? `pinned ${named} as lead` : `unpinned ${named} as lead`;
    case undefined:
      return "";
  }
}

const one = { copy: "text", story: "story" } as const;

const namedMax = 4;

/**
 * "Norpress 'Crane operators strike'" for entries whose names are known, "entry 7" for others. Names at most a few, and
 * says how many more there are.
 */
function listOf(ids: readonly number[], names: Names): string {
  const all = [...new Set(ids)].sort((a, b) => a - b);
  const rest = all.length - namedMax;
  const named = all.slice(0, namedMax).map((id) => names.get(id) ?? `entry ${id}`);
  return `${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

type Names = ReadonlyMap<number, string>;

function namesOf(entries: readonly StoredEntry[]): Names {
  return new Map(
    entries.map((entry) => [entry.id, `${cleanLine(entry.source.name)} “${toldTitle(entry).headline.slice(0, 60)}”`]),
  );
}
