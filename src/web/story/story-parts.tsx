import { cleanLine } from "../../publish/clean-text.ts";
import { Clock, Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { toldTitle } from "../river/told-title.ts";
import { CarrierLine } from "./carrier-line.tsx";
import type { MemberView, StoryView } from "./read-story-view.ts";
import { RevisionList } from "./revision-list.tsx";
import { RulingsList } from "./rulings-list.tsx";
import { Why } from "./why.tsx";

/** All carriers in the order in which they came. */
export function CarriersPart({ view }: { readonly view: StoryView }) {
  const { entries } = view;
  const members = membersOf(view);
  const lead = view.copies[0]?.item.lead;
  const firstAt = Math.min(...entries.map(({ firstSeenAt }) => firstSeenAt));
  return (
    <ul class="carrier-list all-carriers" aria-label="Carried by">
      {members.map(({ entry, url }) => (
        <li key={entry.id} id={`entry-${entry.id}`}>
          <CarrierLine entry={entry} url={url} lead={lead ?? entry} firstAt={firstAt} />
        </li>
      ))}
    </ul>
  );
}

/** What each carrier changed after it had published the text, and a form that compares any two versions. */
export function ChangesPart({ view }: { readonly view: StoryView }) {
  const changed = membersOf(view).filter(({ changes }) => changes.length > 0);
  return (
    <>
      <CompareForm view={view} />
      {changed.length === 0 ? <p class="meta">No carrier changed its text after it had published it.</p> : null}
      {changed.map(({ entry, changes }) => (
        <section key={entry.id} id={`entry-${entry.id}`}>
          <h2 class="changed-by">
            <bdi>{cleanLine(entry.source.name)}</bdi>{" "}
            <a href={`/compare?a=${entry.id}.1&b=${entry.id}`}>first and present version side by side</a>
          </h2>
          <RevisionList changes={changes} />
        </section>
      ))}
    </>
  );
}

function CompareForm({ view }: { readonly view: StoryView }) {
  const leads = view.copies.map(({ item }) => item.lead);
  if (leads.length < 2) return null;
  return (
    <form class="tools choose-versions" method="get" action="/compare">
      <VersionChoice name="a" says="Compare" leads={leads} chosen={leads[0]?.id ?? 0} />
      <VersionChoice name="b" says="with" leads={leads} chosen={leads[1]?.id ?? 0} />
      <button type="submit">Compare</button>
    </form>
  );
}

type Lead = StoryView["entries"][number];

function VersionChoice(props: { name: string; says: string; leads: readonly Lead[]; chosen: number }) {
  const { name, says, leads, chosen } = props;
  return (
    <label class="inline">
      {says}
      <select name={name}>
        {leads.map((lead) => (
          <option key={lead.id} value={lead.id} selected={lead.id === chosen}>
            {`${cleanLine(lead.source.name)}: ${toldTitle(lead).headline.slice(0, 60)}`}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Why the engine put each item where it is. */
export function WhyPart({ view }: { readonly view: StoryView }) {
  return (
    <ul class="reasons">
      {membersOf(view)
        .filter(({ entry }) => entry.reasons.length > 0)
        .map(({ entry }) => (
          <li key={entry.id} id={`entry-${entry.id}`}>
            <b>
              <bdi>{cleanLine(entry.source.name)}</bdi>
            </b>{" "}
            <Clock at={entry.firstSeenAt} /> <span dir="auto">{toldTitle(entry).headline}</span>
            <Why entryId={entry.id} reasons={entry.reasons} />
          </li>
        ))}
    </ul>
  );
}

/** The history of the story, newest first: editors' decisions, and its versions by arrival. */
export function HistoryPart({ view, viewer }: { readonly view: StoryView; readonly viewer: Viewer }) {
  const copies = view.copies.toSorted((a, b) => b.item.arrivedAt - a.item.arrivedAt);
  return (
    <>
      <RulingsList rulings={view.rulings} view={view} viewer={viewer} />
      <h2>Versions by arrival</h2>
      <ol class="polls">
        {copies.map(({ item }) => (
          <li key={item.copyId}>
            <Time at={item.arrivedAt} />{" "}
            <b>
              <bdi>{cleanLine(item.lead.source.name)}</bdi>
            </b>{" "}
            <a href={`/copies/${item.copyId}`} dir="auto">
              {toldTitle(item.lead).headline}
            </a>
            {item.withdrawnBy === null ? null : <span class="meta"> · withdrawn</span>}
          </li>
        ))}
      </ol>
    </>
  );
}

function membersOf({ copies }: StoryView): readonly MemberView[] {
  return copies.flatMap(({ members }) => members).toSorted((a, b) => a.entry.firstSeenAt - b.entry.firstSeenAt);
}
