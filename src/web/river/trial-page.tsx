import { type QueryTrial, trialDays } from "../../domain/query/try-query.ts";
import type { Section } from "../../domain/section.ts";
import { counted } from "../../domain/text/counted.ts";
import { PageFrame } from "../page/page-frame.tsx";
import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { WatchForm } from "../page/watch-form.tsx";
import { HitChart } from "./hit-chart.tsx";

/** A watch term, and what it would have reported, or why it cannot be tried. */
export interface TriedTerm {
  readonly term: string;
  readonly trial: QueryTrial | string;
}

/** Tells what watch terms would have reported in the last days, before they are saved. */
export function TrialPage(props: {
  readonly typed: string;
  readonly tried: readonly TriedTerm[];
  /** How many of the typed terms were not tried. */
  readonly left: number;
  readonly now: number;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { typed, tried, left, now, viewer, sections } = props;
  return (
    <PageFrame title="Alerts tried – wiredesk" sections={sections} viewer={viewer} page="plain">
      <main id="main" tabIndex={-1} class="plain">
        <h1>What these alerts would have reported</h1>
        {tried.map(({ term, trial }) => (
          <section key={term}>
            <h2 dir="auto">{term}</h2>
            {typeof trial === "string" ? (
              <p class="error">{trial}</p>
            ) : (
              <Told trial={trial} now={now} timeZone={viewer.timeZone} />
            )}
          </section>
        ))}
        {left === 0 ? null : <p>{counted(left, "more term was", "more terms were")} not tried. Try them alone.</p>}
        <WatchForm watches={typed} next="/" />
        <p>
          <a href="/">The river, without saving</a>
        </p>
      </main>
    </PageFrame>
  );
}

function Told(props: { readonly trial: QueryTrial; readonly now: number; readonly timeZone: string }) {
  const { trial, now, timeZone } = props;
  const { refused, fired, perDay, hits, loudest, terms, newest } = trial;
  return (
    <>
      {refused === null ? null : <p class="error">This cannot be saved: {refused}.</p>}
      <p>
        {fired === 0 ? "No story" : counted(fired, "story", "stories")} in the last {trialDays} days
        {fired === 0 ? "." : `, ${perDay} a day.`}
        {terms < 2 || loudest === null
          ? null
          : ` The term that finds most is ${loudest.term}: ${counted(loudest.entries, "entry", "entries")}.`}
      </p>
      <HitChart hits={hits} now={now} timeZone={timeZone} />
      <ul>
        {newest.items.map(({ id, storyId, arrivedAt, lead, matched }) => {
          const shown = matched ?? lead;
          return (
            <li key={id}>
              <Time at={arrivedAt} /> <bdi>{shown.source.name}</bdi>:{" "}
              <a href={`/stories/${storyId}`} dir="auto">
                {shown.title}
              </a>
            </li>
          );
        })}
      </ul>
    </>
  );
}
