/** A time zone: minutes east of UTC, or an IANA name when the offset depends on the date. */
export type Zone = number | string;

/** A zone at the beginning of a text. */
export interface FoundZone {
  /** null when the zone is unknown. */
  readonly zone: Zone | null;
  /** The number of characters that name the zone. */
  readonly length: number;
}

const none: FoundZone = { zone: null, length: 0 };

/**
 * Reads the zone at the beginning of the text that follows a time: "Z", " +0200", "GMT+2", "CST+8", " EST", " -05:00
 * (CDT)", " America/New_York", "[Europe/Berlin]", " Eastern Standard Time".
 */
export function zoneIn(text: string): FoundZone {
  const skipped = /^ ?(?:uhr|hrs?|น\.)(?![\p{L}])\.?/iu.exec(text)?.[0].length ?? 0;
  const rest = text.slice(skipped);
  const found = offsetIn(rest) ?? placeIn(rest) ?? longNameIn(rest) ?? shortNameIn(rest);
  return found === null ? none : { zone: found.zone, length: found.length + skipped };
}

/** Reads an offset. A zone name directly before the offset is ignored: "CST+8" is China, not Chicago. */
function offsetIn(text: string): FoundZone | null {
  const match =
    /^ ?(?:[A-Za-z]{2,5}(?=[+\-\u2212]))?(?:(?:GMT|UTC|UT) )? ?([+\-\u2212])-?(\d{1,2})(?::?(\d{2}))?(?!\d)/i.exec(
      text,
    );
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return { zone: match[1] === "+" ? minutes : -minutes, length: match[0].length };
}

function placeIn(text: string): FoundZone | null {
  const match = /^[ ,]{0,2}[[(]?([A-Za-z]{2,20}(?:\/[A-Za-z0-9_+-]{1,30}){1,2})[\])]?/.exec(text);
  const name = match?.[1];
  return match === null || name === undefined || clockOf(name) === null
    ? null
    : { zone: name, length: match[0].length };
}

/**
 * Reads zone names in the form of Windows and .NET ("W. Europe Standard Time"), or as a person writes them ("British
 * Summer Time").
 */
function longNameIn(text: string): FoundZone | null {
  const match = /^[ ,]{0,2}\(?((?:[A-Za-z.]{1,12} ){1,4})time(?![a-z])\)?/i.exec(text);
  if (match === null) return null;
  const words = (match[1] ?? "").toLowerCase().replace(/\b(?:standard|daylight|summer)\b/g, "");
  const place = placeByName.get(words.replace(/[^a-z]/g, ""));
  return place === undefined ? null : { zone: place, length: match[0].length };
}

function shortNameIn(text: string): FoundZone | null {
  const match = /^[ ,]{0,2}\(?([A-Za-z]{1,5})(?![A-Za-z])/.exec(text);
  const zone = minutesByName.get(match?.[1]?.toLowerCase() ?? "");
  return match === null || zone === undefined ? null : { zone, length: match[0].length };
}

/**
 * The zone's offset in minutes east of UTC. `localMs` is the time on the zone's own clock, encoded as if it were UTC.
 */
export function zoneMinutes(zone: Zone, localMs: number): number {
  if (typeof zone === "number") return zone;
  const first = minutesAt(zone, localMs);
  return minutesAt(zone, localMs - first * 60_000);
}

function minutesAt(place: string, at: number): number {
  const clock = clockOf(place);
  if (clock === null || !Number.isFinite(at)) return 0;
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Math.round((Date.UTC(year, month - 1, day, hour % 24, minute, second) - at) / 60_000);
}

/**
 * How many clocks (formatters for the time in one zone) are kept. There are about 600 IANA zones, and feeds may write a
 * name in several cases.
 */
const clocksMax = 700;
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(place: string): Intl.DateTimeFormat | null {
  const known = clocks.get(place);
  if (known !== undefined) return known;
  try {
    const numeric = "numeric";
    const clock = new Intl.DateTimeFormat("en-US", {
      timeZone: place,
      hourCycle: "h23",
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    if (clocks.size >= clocksMax) clocks.clear();
    clocks.set(place, clock);
    return clock;
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/** IANA zones by the words before "Time" in English and Windows zone names. */
const places: Readonly<Record<string, string>> = {
  UTC: "coordinated universal, universal, greenwich mean, greenwich",
  "Europe/London": "gmt, british",
  "Europe/Lisbon": "western european",
  "Europe/Berlin": "w. europe, central europe, central european, romance, middle european",
  "Europe/Athens": "gtb, eastern european",
  "Europe/Kyiv": "fle",
  "Europe/Chisinau": "e. europe",
  "Europe/Istanbul": "turkey",
  "Europe/Moscow": "russian, moscow",
  "Asia/Jerusalem": "israel",
  "Asia/Riyadh": "arab, arabia",
  "Asia/Baghdad": "arabic",
  "Asia/Dubai": "arabian, gulf",
  "Asia/Tehran": "iran",
  "Asia/Kabul": "afghanistan",
  "Asia/Karachi": "pakistan, west asia",
  "Asia/Kolkata": "india, indian",
  "Asia/Colombo": "sri lanka",
  "Asia/Kathmandu": "nepal",
  "Asia/Dhaka": "bangladesh",
  "Asia/Yangon": "myanmar",
  "Asia/Bangkok": "se asia, indochina",
  "Asia/Jakarta": "western indonesia",
  "Asia/Singapore": "singapore, malay peninsula",
  "Asia/Manila": "philippine",
  "Asia/Hong_Kong": "hong kong",
  "Asia/Shanghai": "china",
  "Asia/Taipei": "taipei",
  "Asia/Tokyo": "tokyo, japan",
  "Asia/Seoul": "korea, korean",
  "Australia/Perth": "w. australia, australian western",
  "Australia/Darwin": "aus central",
  "Australia/Adelaide": "cen. australia, australian central",
  "Australia/Brisbane": "e. australia",
  "Australia/Sydney": "aus eastern, australian eastern",
  "Pacific/Auckland": "new zealand",
  "Africa/Johannesburg": "south africa",
  "Africa/Cairo": "egypt",
  "Africa/Nairobi": "e. africa, east africa, eastern africa",
  "Africa/Lagos": "w. central africa, west africa",
  "Africa/Maputo": "central africa",
  "Africa/Casablanca": "morocco",
  "America/Sao_Paulo": "e. south america, brasilia",
  "America/Argentina/Buenos_Aires": "argentina",
  "America/Bogota": "sa pacific, colombia",
  "America/Caracas": "venezuela",
  "America/Santiago": "pacific sa, chile",
  "America/Halifax": "atlantic",
  "America/St_Johns": "newfoundland",
  "America/New_York": "eastern, us eastern",
  "America/Chicago": "central",
  "America/Regina": "canada central",
  "America/Denver": "mountain",
  "America/Phoenix": "us mountain",
  "America/Los_Angeles": "pacific",
  "America/Anchorage": "alaskan, alaska",
  "Pacific/Honolulu": "hawaiian, hawaii",
};

const placeByName: ReadonlyMap<string, string> = new Map(
  Object.entries(places).flatMap(([place, names]) =>
    names.split(", ").map((name) => [name.replace(/[^a-z]/g, ""), place] as const),
  ),
);

/** Zone names by hours east of UTC. A name with several meanings has the meaning that most newsrooms use. */
const hours: Readonly<Record<string, string>> = {
  "0": "gmt utc ut z wet",
  "1": "west bst cet mez met wat",
  "2": "cest mesz mest eet sast cat",
  "3": "eest msk trt eat idt",
  "3.5": "irst",
  "4": "msd gst samt azt get mut sct",
  "4.5": "irdt aft",
  "5": "pkt uzt yekt tjt tmt mvt",
  "5.5": "ist slst",
  "5.75": "npt",
  "6": "bdt omst btt almt kgt",
  "6.5": "mmt",
  "7": "wib ict krat novt hovt",
  "8": "sgt hkt awst wita pht phst myt bnt irkt ulat",
  "9": "jst kst wit yakt tlt",
  "9.5": "acst",
  "10": "aest vlat chst pgt",
  "10.5": "acdt",
  "11": "aedt sbt magt nct",
  "12": "nzst fjt pett",
  "12.75": "chast",
  "13": "nzdt tot",
  "-1": "azot cvt",
  "-2": "brst fnt",
  "-2.5": "ndt",
  "-3": "adt brt art clst uyt pyst gft",
  "-3.5": "nst",
  "-4": "ast at edt clt bot vet gyt pyt",
  "-5": "est et cdt pet cot ect",
  "-6": "cst ct mdt galt",
  "-7": "mst mt pdt",
  "-8": "pst pt akdt",
  "-9": "akst hdt",
  "-10": "hst",
};

/**
 * The military letters of RFC 822 section 5.1, in minutes east of UTC. RFC 2822 section 4.3 calls their signs wrong,
 * but programs that follow RFC 822, such as feedparser, use these signs.
 */
const letters = { a: -60, n: 60, m: -720, y: 720 };

const minutesByName: ReadonlyMap<string, number> = new Map([
  ...Object.entries(letters),
  ...Object.entries(hours).flatMap(([east, names]) =>
    names.split(" ").map((name) => [name, Number(east) * 60] as const),
  ),
]);
