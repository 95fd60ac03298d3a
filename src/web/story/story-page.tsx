import { urgentMax } from "../../domain/copies/alarm.ts";
import type { Section } from "../../domain/section.ts";
import { HelpSheet } from "../page/help-sheet.tsx";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";
import { rowFacts } from "../river/row-facts.ts";
import { CopyArticle } from "./copy-article.tsx";
import type { StoryView } from "./read-story-view.ts";
import { StoryHead } from "./story-head.tsx";
import { CarriersPart, ChangesPart, HistoryPart, WhyPart } from "./story-parts.tsx";

/** One story: its head, and one of its parts. */
export function StoryPage(props: {
  readonly view: StoryView;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { view, viewer } = props;
  const title = headlineOf(view);
  return (
    <PageFrame title={`${title} – wiredesk`} sections={props.sections} viewer={viewer} page="story">
      <main id="main" tabIndex={-1} class="story">
        <StoryHead view={view} viewer={viewer} title={title} />
        <Part view={view} viewer={viewer} />
      </main>
      <HelpSheet />
    </PageFrame>
  );
}

/**
 * The headline of the first version. If that version is urgent, it is the headline of the same source's newest version
 * instead, because urgent texts are short and are soon replaced by better ones.
 */
function headlineOf({ id, copies }: StoryView): string {
  const first = copies[0]?.item;
  if (first === undefined) return `Story ${id}`;
  const { source, urgency } = first.lead;
  const own = copies.filter(({ item }) => item.lead.source.id === source.id && item.withdrawnBy === null);
  return rowFacts((urgency <= urgentMax ? own.at(-1)?.item : undefined) ?? first).headline;
}

function Part({ view, viewer }: { readonly view: StoryView; readonly viewer: Viewer }) {
  switch (view.tab) {
    case "carriers":
      return <CarriersPart view={view} />;
    case "changes":
      return <ChangesPart view={view} />;
    case "why":
      return <WhyPart view={view} />;
    case "history":
      return <HistoryPart view={view} viewer={viewer} />;
    case "versions":
      return (
        <ol class="timeline">
          {view.copies.map((copy, at) => (
            <CopyArticle key={copy.item.id} copy={copy} first={at === 0} story={view} viewer={viewer} />
          ))}
        </ol>
      );
  }
}
