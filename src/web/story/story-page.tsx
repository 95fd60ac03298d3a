import type { Alarm } from "../../domain/copies/alarm.ts";
import type { Section } from "../../domain/section.ts";
import { type EditorRuling, entriesNamed, type RecordedRuling } from "../../domain/verdict.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { HelpSheet } from "../page/help-sheet.tsx";
import { PageFrame } from "../page/page-frame.tsx";
import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { RowAlarms } from "../river/row-alarms.tsx";
import { rowFacts, urgencyNames } from "../river/row-facts.ts";
import { CopyArticle } from "./copy-article.tsx";
import type { StoryView } from "./read-story-view.ts";
import { StoryTools } from "./story-tools.tsx";

/** One story as a timeline of its texts, each with its carriers, changes and reasons. */
export function StoryPage(props: {
  readonly view: StoryView;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { view, viewer } = props;
  const first = view.copies[0];
  const facts = first === undefined ? null : rowFacts(first.item);
  const title = facts?.headline ?? `Story ${view.id}`;
  const sources = new Set(view.copies.flatMap((copy) => copy.members.map(({ entry }) => cleanLine(entry.source.name))));
  const entries = view.copies.reduce((sum, copy) => sum + copy.members.length, 0);
  const urgency = Math.min(...view.copies.map((copy) => rowFacts(copy.item).urgency), 8);
  return (
    <PageFrame title={`${title} – wiredesk`} sections={props.sections} viewer={viewer} page="story">
      <main id="main" tabIndex={-1} class="story">
        <header>
          <h1 dir="auto" {...(facts?.language == null ? {} : { lang: facts.language })}>
            {facts?.withdrawn ? <del>{title}</del> : title}
          </h1>
          <p class="meta">
            Story {view.id} · <b>{plural(view.copies.length, "text")}</b> in{" "}
            <b>{plural(entries, "entry", "entries")}</b> from <b>{plural(sources.size, "source")}</b>
            {first === undefined ? null : (
              <>
                {" "}
                · since <Time at={first.item.arrivedAt} />
              </>
            )}
            {urgency < 5 ? <> · {urgencyNames[urgency]}</> : null}
            {view.pinned ? (
              <>
                {" "}
                · <span class="pinned">pinned: kept for good</span>
              </>
            ) : null}
          </p>
          <RowAlarms alarms={alarmsOf(view)} shownMax={6} />
          <StoryTools view={view} viewer={viewer} />
        </header>
        <ol class="timeline">
          {view.copies.map((copy, at) => (
            <CopyArticle key={copy.item.id} copy={copy} first={at === 0} story={view} viewer={viewer} />
          ))}
        </ol>
        <RulingsList rulings={view.rulings} />
      </main>
      <HelpSheet />
    </PageFrame>
  );
}

/** What the story's texts withdraw and correct. */
function alarmsOf({ copies }: StoryView): readonly Alarm[] {
  return copies.flatMap(({ item }) => item.alarms ?? []).filter(({ kind }) => kind !== "flash");
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The editors' decisions on a story, with their times. Equal rulings of one decision share a line. */
function RulingsList({ rulings }: { readonly rulings: readonly RecordedRuling[] }) {
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
    const about = aboutOf(ruling);
    const key = JSON.stringify([by, at, carriedOut, ruling.kind, ...about]);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [record]);
    else line.push(record);
  }
  return [...lines.values()];
}

/** What rulings that stand on one line have in common. */
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

/** Describes rulings of one kind, and alike in what `aboutOf` tells. */
function textOf(rulings: readonly EditorRuling[]): string {
  const pairs = rulings.filter((ruling) => "level" in ruling);
  const named = listOf(rulings.flatMap(entriesNamed));
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
    case "withdraw":
      return ruling.withdrawn ? `withdrew the text of ${named}` : `restored the text of ${named}`;
    case "lead":
      return ruling.pinned ? `let ${named} lead` : `took the pin of ${named} as lead out`;
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
