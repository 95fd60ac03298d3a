import type { EditorRuling, RecordedRuling } from "../../domain/verdict.ts";
import { Time } from "../page/time.tsx";

/** Who decided what about a story, and when: the rulings of one decision that say the same stand on one line. */
export function RulingsList({ rulings }: { readonly rulings: readonly RecordedRuling[] }) {
  if (rulings.length === 0) return null;
  return (
    <section class="rulings" aria-labelledby="rulings-title">
      <h2 id="rulings-title">Editors' decisions</h2>
      <ul>
        {linesOf(rulings).map(([first, ...others], at) => (
          <li key={at}>
            <Time at={first.at} /> {first.by}: {textOf([first, ...others].map(({ ruling }) => ruling))}
            {first.carriedOut ? "" : " (recorded, not yet in effect)"}
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
    const about = ruling.kind === "pin" ? [ruling.storyId, ruling.pinned] : [ruling.level];
    const key = JSON.stringify([by, at, carriedOut, ruling.kind, ...about]);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [record]);
    else line.push(record);
  }
  return [...lines.values()];
}

/** `rulings` are of one kind and level. */
function textOf(rulings: readonly EditorRuling[]): string {
  const pairs = rulings.flatMap((ruling) => (ruling.kind === "pin" ? [] : [ruling]));
  const kept = listOf(pairs.map(({ entryA }) => entryA));
  const moved = listOf(pairs.map(({ entryB }) => entryB));
  const level = pairs[0]?.level ?? "story";
  const [ruling] = rulings;
  switch (ruling?.kind) {
    case "together":
      return `put ${moved} into one ${one[level]} with ${kept}`;
    case "apart":
      return `keep ${moved} and ${kept} in different ${several[level]}`;
    case "pin":
      return ruling.pinned ? "pinned the story" : "unpinned the story";
    case undefined:
      return "";
  }
}

const one = { copy: "text", story: "story" } as const;
const several = { copy: "texts", story: "stories" } as const;

const namedMax = 8;

/** "entry 4", "entries 4, 7 and 12 more". */
function listOf(ids: readonly number[]): string {
  const all = [...new Set(ids)].sort((a, b) => a - b);
  const rest = all.length - namedMax;
  const named = all.slice(0, namedMax).join(", ");
  return `${all.length === 1 ? "entry" : "entries"} ${named}${rest > 0 ? ` and ${rest} more` : ""}`;
}
