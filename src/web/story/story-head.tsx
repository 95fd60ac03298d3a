import { type Alarm, urgentMax } from "../../domain/copies/alarm.ts";
import { countOutlets, outletName } from "../../domain/copies/houses.ts";
import { counted } from "../../domain/text/counted.ts";
import { hourMs } from "../../domain/time.ts";
import type { RecordedRuling } from "../../domain/verdict.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { Clock, Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { RowAlarms } from "../river/row-alarms.tsx";
import { rowFacts, shownUrgency, urgencyNames } from "../river/row-facts.ts";
import type { StoryView } from "./read-story-view.ts";
import { RulingsList } from "./rulings-list.tsx";
import { SpreadChart } from "./spread-chart.tsx";
import { storyTabs } from "./story-tab.ts";
import { StoryTools } from "./story-tools.tsx";

/** The head of a story's page: which source was first, how many carry the story, what changed, and how it spread. */
export function StoryHead(props: { readonly view: StoryView; readonly viewer: Viewer; readonly title: string }) {
  const { view, viewer, title } = props;
  const first = view.copies[0];
  const facts = first === undefined ? null : rowFacts(first.item);
  return (
    <header>
      <h1 dir="auto" tabIndex={-1} {...(facts?.language == null ? {} : { lang: facts.language })}>
        {facts?.withdrawn ? <del>{title}</del> : title}
      </h1>
      <Summary view={view} />
      <RowAlarms alarms={alarmsOf(view)} shownMax={6} />
      {view.tab === "history" ? null : <RulingsList rulings={freshRulings(view, viewer)} view={view} viewer={viewer} />}
      <SpreadChart entries={view.entries} />
      <StoryTools view={view} viewer={viewer} />
      <nav class="tabs" aria-label="Parts of the story">
        {storyTabs.map(([tab, name]) => (
          <a
            key={tab}
            href={`/stories/${view.id}${tab === "versions" ? "" : `?tab=${tab}`}`}
            {...(tab === view.tab ? { "aria-current": "page" as const } : {})}
          >
            {name}
            {countOf(view, tab)}
          </a>
        ))}
      </nav>
    </header>
  );
}

/** The decisions that wait for the desk. For an hour an editor also sees the newest decision, and can take it back. */
function freshRulings({ rulings }: StoryView, viewer: Viewer): readonly RecordedRuling[] {
  const [newest] = rulings.filter(({ carriedOut }) => carriedOut);
  const isFresh = viewer.editor !== null && newest !== undefined && viewer.now - newest.at < hourMs;
  return rulings.filter(({ carriedOut, at, by }) => !carriedOut || (isFresh && at === newest.at && by === newest.by));
}

function countOf(view: StoryView, tab: string): string {
  if (tab === "versions") return ` ${view.copies.length}`;
  if (tab === "carriers") return ` ${view.entries.length}`;
  return "";
}

function Summary({ view }: { readonly view: StoryView }) {
  const { entries, copies } = view;
  const outlets = countOutlets(entries);
  const [earliest] = entries.toSorted((a, b) => a.firstSeenAt - b.firstSeenAt);
  if (earliest === undefined) return null;
  const same = Math.max(...copies.map(({ members }) => sourcesOf(members)), 0);
  const changedAt = Math.max(...entries.map(({ firstSeenAt, significantAt }) => Math.max(firstSeenAt, significantAt)));
  const urgency = Math.min(...copies.map((copy) => shownUrgency(copy.item)), 8);
  return (
    <p class="meta summary">
      First:{" "}
      <b>
        <bdi>{cleanLine(outletName(earliest))}</bdi>
      </b>{" "}
      <Time at={earliest.firstSeenAt} /> · <b>{counted(outlets, "outlet")}</b> ·{" "}
      {same > 1 ? `${same} carry the same text · ` : ""}
      {counted(copies.length, "version")} · {counted(entries.length, "item")}
      {changedAt > earliest.firstSeenAt ? (
        <>
          {" "}
          · last change <Clock at={changedAt} />
        </>
      ) : null}
      {urgency <= urgentMax ? ` · ${urgencyNames[urgency]}` : ""}
      {view.pinned ? (
        <>
          {" "}
          · <span class="pinned">Pinned (never deleted)</span>
        </>
      ) : null}{" "}
      · story {view.id}
    </p>
  );
}

function sourcesOf(members: StoryView["copies"][number]["members"]): number {
  const told = members.filter(({ entry }) => entry.standing === "text");
  return countOutlets(told.map(({ entry }) => entry));
}

/** The withdrawals and corrections of the story. */
function alarmsOf({ copies }: StoryView): readonly Alarm[] {
  return copies.flatMap(({ item }) => item.alarms ?? []).filter(({ kind }) => kind !== "flash");
}
