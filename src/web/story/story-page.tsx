import type { Section } from "../../domain/section.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { HelpSheet } from "../page/help-sheet.tsx";
import { PageFrame } from "../page/page-frame.tsx";
import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { rowFacts, urgencyNames } from "../river/row-facts.ts";
import { CopyArticle } from "./copy-article.tsx";
import type { StoryView } from "./read-story-view.ts";
import { RulingsList } from "./rulings-list.tsx";
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

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
