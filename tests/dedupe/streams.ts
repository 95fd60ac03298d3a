import fc from "fast-check";
import type { DedupeItem } from "../../src/domain/verdict.ts";
import { makeItem } from "./make-item.ts";

/** Words of invented events. Each event draws its own, so that two events share few words. */
const people = ["Okafor", "Lindqvist", "Tanaka", "Moreau", "Petrova", "Ramirez", "Haddad", "Novak", "Silva", "Kaur"];
const places = [
  "Porto Velho",
  "Tromso",
  "Kaduna",
  "Sapporo",
  "Valletta",
  "Cusco",
  "Gdansk",
  "Hobart",
  "Tabriz",
  "Lobito",
];
const things = [
  "ferry",
  "reservoir",
  "rail tunnel",
  "cement works",
  "lighthouse",
  "grain terminal",
  "tram depot",
  "salt mine",
  "airfield",
  "cannery",
];
const deeds = [
  "burned",
  "reopened",
  "flooded",
  "was sold",
  "was evacuated",
  "collapsed",
  "was seized",
  "was inspected",
  "closed",
  "was rebuilt",
];
const days = ["overnight", "after a decade", "in heavy snow", "on the third attempt", "without warning", "before dawn"];

const ends = [
  "Nobody was hurt, and the dozen workers were sent home while engineers from the province looked at the northern wing.",
  "The buyer, a family from the coast, means to keep all forty jobs and to paint the doors green again by Easter.",
  "Two boats brought food and blankets, and a teacher opened her classroom to those who could not go home that night.",
  "A court had ordered the measure in March, but appeals and a quarrel over who pays for the fence held it up.",
  "Neighbours heard a low rumble first, then saw dust rising over the orchard, and ran to fetch the keys of the gate.",
  "The insurer has not said what it will cover, and the mayor asked the capital for money from the fund for hard winters.",
  "Pilots were told to land elsewhere until the lamps are mended, which could take until the end of the harvest.",
  "Visitors queued from first light with cakes and old photographs, some of them wearing their grandfathers' uniforms.",
  "The union called it the worst week since the strike, and invited the minister to see the canteen with his own eyes.",
  "Divers found the missing bell under a metre of silt, and a priest blessed it before it went to the museum.",
] as const;

/** How one entry reports an event. */
export type Telling = "wire" | "reprint" | "cut" | "own" | "bare" | "both";

export interface Told {
  readonly event: number;
  readonly telling: Telling;
  readonly source: number;
  readonly minute: number;
}

/** An outlet reports an event in its own words, sometimes twice, on one page. */
const tellings: readonly Telling[] = ["wire", "reprint", "cut", "own"];

/**
 * The same, plus entries with only a headline, and entries with that headline and the agency's text. These show that
 * two copies are one.
 */
const provingTellings: readonly Telling[] = ["wire", "bare", "both", "own", "bare", "reprint"];

/**
 * A stream of up to `max` entries: events that the agency reports, reprints, shortened reprints, and reports in
 * outlets' own words.
 */
export function arbitraryStream(max: number, min = 1): fc.Arbitrary<readonly DedupeItem[]> {
  return streamOf(tellings, max, min);
}

/** A stream in which entries prove that two copies are one. */
export function arbitraryProvingStream(max: number): fc.Arbitrary<readonly DedupeItem[]> {
  return streamOf(provingTellings, max, 1);
}

function streamOf(ways: readonly Telling[], max: number, min: number): fc.Arbitrary<readonly DedupeItem[]> {
  const told = fc.record({
    event: fc.integer({ min: 0, max: 9 }),
    source: fc.integer({ min: 1, max: 6 }),
    minute: fc.integer({ min: 0, max: 600 }),
  });
  return fc
    .array(told, { minLength: min, maxLength: max })
    .map((all) =>
      all.map((one, place) => tell({ ...one, telling: ways[one.source % ways.length] as Telling }, place + 1)),
    );
}

export function tell({ event, telling, source, minute }: Told, id: number): DedupeItem {
  const at = (list: readonly string[], step: number): string => list[(event * step) % list.length] as string;
  const [person, place, thing, deed, day] = [
    at(people, 3),
    at(places, 7),
    at(things, 1),
    at(deeds, 9),
    days[event % days.length] as string,
  ];
  const wire = `The ${thing} at ${place} ${deed} ${day}, said ${person}, who has run it for ${event + 4} years. ${ends[event]}`;
  const texts: Record<Telling, readonly [string, string]> = {
    wire: [`${place} ${thing} ${deed}, operator ${person} says`, wire],
    reprint: [`What we know about the ${thing} in ${place}`, `${wire} Read more`],
    cut: [`${thing} ${deed} in ${place}`, `${wire.slice(0, 120)}...`],
    bare: [`${place} ${thing} ${deed} ${day}, operator ${person} told us`, ""],
    both: [`${place} ${thing} ${deed} ${day}, operator ${person} told us`, wire],
    own: [
      `${person}: ${place} will not forget this week`,
      `People in ${place} stood along the fence and watched in silence. For many of them the ${thing} is where their parents met, and ${person} promised them that it would go on, whatever the inspectors found.`,
    ],
  };
  const [headline, text] = texts[telling];
  return makeItem(id, {
    headline,
    text,
    sourceId: source,
    minute,
    urlKey: `s${source}.example/${event}/${telling}`,
  });
}
