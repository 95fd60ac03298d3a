import { outletName, publisherOf } from "../../domain/copies/houses.ts";
import type { StoredEntry } from "../../domain/entry.ts";
import type { Instant } from "../../domain/time.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { duration } from "../page/duration.ts";
import { Clock } from "../page/time.tsx";
import { toldTitle } from "../river/told-title.ts";

/**
 * A carrier on one line: its time, its delay behind the first, its source, and how its text compares with the lead's.
 */
export function CarrierLine(props: {
  readonly entry: StoredEntry;
  readonly url: string | null;
  readonly lead: StoredEntry;
  /** The arrival of the first listed carrier. */
  readonly firstAt: Instant;
}) {
  const { entry, url, lead, firstAt } = props;
  const isLead = entry.id === lead.id;
  return (
    <>
      <Clock at={entry.firstSeenAt} class="clock" />
      <span class="delay">
        {entry.firstSeenAt >= firstAt + 1_000 ? `+${duration(entry.firstSeenAt - firstAt)}` : ""}
      </span>
      <span class="source">
        <bdi>{cleanLine(outletName(entry))}</bdi>
        <CarrierNotes entry={entry} />
      </span>
      <span class="likeness">
        {isLead ? "leads" : <a href={`/compare?a=${lead.id}&b=${entry.id}`}>{likeness(entry, lead)}</a>}
      </span>
      {isLead ? null : <Headline entry={entry} url={url} />}
    </>
  );
}

/** What is special about a carrier: "· agency · changed 2×". `without`: notes to leave out. */
export function CarrierNotes(props: { readonly entry: StoredEntry; readonly without?: readonly string[] }) {
  const { entry, without = [] } = props;
  const notes = notesOf(entry).filter((note) => !without.includes(note));
  return notes.length === 0 ? null : <span class="meta">{` · ${notes.join(" · ")}`}</span>;
}

function Headline({ entry, url }: { readonly entry: StoredEntry; readonly url: string | null }) {
  const title = toldTitle(entry).headline;
  return (
    <span class="headline" dir="auto" {...(entry.language === null ? {} : { lang: entry.language })}>
      {url === null ? (
        title
      ) : (
        <a href={url} rel="noreferrer">
          {title}
        </a>
      )}
    </span>
  );
}

function notesOf(entry: StoredEntry): readonly string[] {
  const { source, isPinnedLead, isWithdrawn, standing, revision } = entry;
  return [
    ...(publisherOf(entry) === null ? [] : [`by ${cleanLine(source.name)}`]),
    ...(source.kind === "agency" ? ["agency"] : []),
    ...(source.isPrivate === true ? ["licensed"] : []),
    ...(isPinnedLead ? ["pinned as lead"] : []),
    ...(standing === "struck" ? ["withdrew it"] : isWithdrawn ? ["withdrawn"] : []),
    ...(revision > 1 ? [`changed ${revision - 1}×`] : []),
  ];
}

/** How a carrier's text compares with the lead's. */
function likeness(entry: StoredEntry, lead: StoredEntry): string {
  if (entry.text === lead.text || (entry.textKey !== null && entry.textKey === lead.textKey)) return "identical";
  if (entry.standing === "listed") return "own text";
  if (entry.text.length < cutShare * lead.text.length) return "cut";
  return entry.text.length * cutShare > lead.text.length ? "longer" : "rewritten";
}

const cutShare = 0.85;
