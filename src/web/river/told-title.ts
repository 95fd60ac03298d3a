import type { StoredEntry } from "../../domain/entry.ts";
import { cleanLine } from "../../publish/clean-text.ts";

/** A title for the page: the headline, and the outlet that the title names at its end. */
export interface ToldTitle {
  readonly headline: string;
  /** "Reuters" of "Bridge reopens - Reuters"; null when the title names none, or names the source itself. */
  readonly outlet: string | null;
}

type Titled = Pick<StoredEntry, "title" | "headline" | "cue"> & { readonly source: { readonly name: string } };

/** Takes the cue and the outlet's name out of a title, because the page shows both in places of their own. */
export function toldTitle({ title, headline, cue, source }: Titled): ToldTitle {
  const whole = cleanLine(title);
  const bare = headline === title ? whole : cleanLine(headline);
  const [ending = "", suffix = ""] = outletSuffix.exec(whole) ?? [];
  const outlet = suffix === "" || fold(suffix) === fold(cleanLine(source.name)) ? null : suffix;
  const cut = whole.slice(0, whole.length - ending.length).trim();
  if (cue !== null) return { headline: clip(bare || whole), outlet: bare.endsWith(suffix) ? null : outlet };
  // Normalising removes an outlet's name from the headline. An ending that it has kept is therefore not such a name.
  if (suffix === "" || cut === "" || bare.endsWith(suffix)) return { headline: clip(whole), outlet: null };
  return { headline: clip(cut), outlet };
}

const outletSuffix = /\s[-–—|]\s([^-–—|]{2,40})$/u;
const headlineCharsMax = 300;

function clip(text: string): string {
  return text.slice(0, headlineCharsMax) || "(no title)";
}

/**
 * The first line of a text as a row shows it. A date at its beginning is removed, and only the place is kept of a
 * dateline, because the row already shows source and time. "" when the line only repeats the headline.
 */
export function firstLineOf({ summary, text }: Pick<StoredEntry, "summary" | "text">, headline: string): string {
  const line = cleanLine((summary || text).slice(0, firstLineCharsMax * 2))
    .replace(leadingDate, "")
    .replace(dateline, "$1 – ");
  const [told, said] = [fold(headline), fold(line)];
  if (said.startsWith(told) && said.length - told.length < repeatCharsMax) return "";
  return line.length <= firstLineCharsMax ? line : `${line.slice(0, firstLineCharsMax).replace(/\s+\S*$/u, "")} …`;
}

const firstLineCharsMax = 260;
/** If a line has fewer characters than this after the headline, it only adds the outlet's name. */
const repeatCharsMax = 40;

/** "October 17, 2021 8:00 PM", "17 October 2021", "2021-10-17 20:00", and the mark between the date and the text. */
const leadingDate =
  /^(?:(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2},? \d{4}|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{4}|\d{4}-\d\d-\d\d)(?:,? (?:at )?\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?(?: [A-Z]{2,4})?)?)[\s,.:;|–—-]+/u;

/** "LONDON, Nov 22 (Reuters) - ", "PARIS (AP) — ": a place in capitals, perhaps a date, the agency, a dash. */
const dateline =
  /^(\p{Lu}[\p{Lu}\p{M} .,'’/-]{1,60}?)(?:, (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?)? \([^()]{2,40}\) ?[-–—]+ /u;

function fold(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
