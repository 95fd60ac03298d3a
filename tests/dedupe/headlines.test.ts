import { expect, test } from "vitest";
import type { DedupeItem } from "../../src/domain/verdict.ts";
import { createDeskDouble, makeItem } from "./make-item.ts";

type Told = Partial<DedupeItem> & { readonly minute?: number };

/** Decides two entries in turn. Returns whether they are one copy, and the codes of the second entry's reasons. */
function decideTwo(a: Told, b: Told): { readonly together: boolean; readonly codes: readonly string[] } {
  const desk = createDeskDouble();
  const first = desk.decide(makeItem(1, { ...a, title: a.headline ?? "" }));
  const second = desk.decide(makeItem(2, { ...b, title: b.headline ?? "" }));
  return { together: first.copyId === second.copyId, codes: second.reasons.map((reason) => reason.code) };
}

const german = { language: "de" };
const pyramid = "Dorfverein baut die höchste Strohpyramide im Landkreis Holzminden";

test("decide() ignores a kicker that only one outlet puts before a headline, also a day apart", () => {
  const kicker = { ...german, headline: `Brauchtum: ${pyramid}`, minute: 0 };
  expect(decideTwo(kicker, { ...german, headline: pyramid, minute: 30 * 60 }).together).toBe(true);
  const two = { ...german, headline: `Leute: Nach zwei Jahren: ${pyramid}`, minute: 5 };
  expect(decideTwo(kicker, two).together).toBe(true);
});

test("decide() keeps an outlet's pages apart that differ only in their kickers", () => {
  const jobs = (trade: string): Told => ({
    ...german,
    headline: `Stellenmarkt: ${trade}: Offene Stellen zwischen Weser und Leine finden`,
    sourceId: 7,
  });
  const { together, codes } = decideTwo(jobs("Pflege"), jobs("Handwerk"));
  expect(together).toBe(false);
  expect(codes).toContain("not-copy-kickers-differ");
});

const ferry = "Ferry company told to refund every passenger stranded at Port Avalon";
const ruling =
  "A magistrate found on Tuesday that the operator had sold more berths than its ship holds, and gave it six weeks to pay the money back.";
const views =
  "Families who slept on the quay last summer cheered outside the courtroom, where lawyers for the line promised an appeal to a higher bench.";

test("decide() treats equal headlines over different texts as one copy only when one source may lead the other", () => {
  const [one, other] = [
    { headline: ferry, text: ruling },
    { headline: ferry, text: views },
  ];
  expect(decideTwo(one, other).together).toBe(false);
  expect(decideTwo(one, { ...other, credit: "Reuters" }).together).toBe(false);
  expect(decideTwo(one, { ...other, sourceName: "Reuters" }).together).toBe(true);
  expect(decideTwo({ ...one, sourceRank: 5 }, other).together).toBe(true);
  const near = decideTwo(
    { headline: ferry, text: ruling },
    { headline: ferry.replace("stranded", "left"), text: views },
  );
  expect(near.together).toBe(false);
});

test("decide() does not treat a picture's caption as the text", () => {
  const words = "Travellers wait beside their luggage at the ferry terminal on a rainy morning in March.";
  for (const credit of ["Ida Brandt/AP Photo", "Ida Brandt/Reuters", "The Avalon Press/Ida Brandt"]) {
    const near = { headline: ferry.replace("company told", "company is told"), text: `${words} (${credit})` };
    expect(decideTwo({ headline: ferry, text: ruling }, near).together).toBe(true);
  }
  const poll = { headline: ferry, text: `${views} (Reuters/Avalon)` };
  expect(decideTwo({ headline: ferry, text: ruling }, poll).together).toBe(false);
});

test("decide() joins headlines that spell initials and articles in two ways", () => {
  const a = { headline: "U.S. lifts the ban on cedar imports from Vanuatu and Tonga" };
  expect(decideTwo(a, { headline: "US lifts ban on cedar imports from Vanuatu and Tonga" }).together).toBe(true);
});

test("decide() never makes one copy of a live page and the report that it quotes", () => {
  const live = { headline: "Port Avalon inquiry live: families and operator face the magistrate", text: ruling };
  const { together, codes } = decideTwo({ headline: ferry, text: ruling }, live);
  expect(together).toBe(false);
  expect(codes).toContain("not-copy-live-page");
});

test("decide() says why equal headlines alone were not enough: too short, or too long ago", () => {
  expect(decideTwo({ headline: "Ferry refund ruling" }, { headline: "Ferry refund ruling" }).codes).toContain(
    "not-copy-headline-short",
  );
  const late = decideTwo({ headline: ferry, minute: 0 }, { headline: ferry, minute: 60 * 60 });
  expect(late.together).toBe(false);
  expect(late.codes).toContain("not-copy-headline-late");
});

test("decide() joins an outlet's text to the same text on a second page within two hours", () => {
  const own = { headline: ferry, text: ruling, sourceId: 3 };
  expect(decideTwo({ ...own, minute: 0 }, { ...own, minute: 90 }).together).toBe(true);
  expect(decideTwo({ ...own, minute: 0 }, { ...own, minute: 9 * 60 }).together).toBe(false);
});

test("decide() does not make one copy of two articles that share one background sentence", () => {
  const background =
    "The island's only bridge was closed in April after an inspector found cracks in two of the piers that hold the railway deck over the strait.";
  const why = { headline: "Why engineers quarrel about old concrete", text: background };
  const other = {
    headline: "Minister names a new harbour chief for Sundhaven",
    text: `A harbour pilot of thirty years takes over the docks from May, the ministry said, after two rivals withdrew. ${background}`,
  };
  const { together, codes } = decideTwo(why, other);
  expect(together).toBe(false);
  expect(codes).toContain("not-copy-background");
});

const agency = { sourceName: "Reuters", sourceKind: "agency" as const };
const berth =
  "Harbour pilots in Port Avalon stopped work on Thursday after the council cut their night crews from four boats to two, the union said.";
const council =
  "Councillors have spent a decade arguing over the cost of lights, launches and the people who steer them through the reef.";

test("decide() joins an agency's long headline with a reprint under an outlet's own standfirst, and parts short ones", () => {
  const short = { headline: "Pilots stop work in Port Avalon over crew cuts", text: berth };
  const own = { headline: "Pilots stop work in Port Avalon over smaller crews", text: council };
  expect(decideTwo({ ...agency, ...short }, own).together).toBe(false);
  const long = "Harbour pilots stop work in Port Avalon after council halves their reef night crews";
  const reprint = { headline: `${long}, says union`, text: council };
  expect(decideTwo({ ...agency, headline: long, text: berth }, reprint).together).toBe(true);
});

test("decide() joins most of a report under another headline that names the same", () => {
  const first = `${berth} ${council}`;
  const second = `${berth} Two tankers turned back towards Vanuatu before dawn, and a third waits.`;
  const a = { headline: "Port Avalon pilots walk out over night crews", text: first };
  expect(
    decideTwo(a, { headline: "Pilots in Port Avalon walk out, and tankers turn back", text: second }).together,
  ).toBe(true);
});

test("decide() needs more than an equal headline of few words when the texts differ", () => {
  const headline = "Avalon fair is dead";
  const own = `${ruling} ${council} Its stalls will be sold before the winter, and the great tent goes to a circus.`;
  const other = `${ruling} ${views} A brass band played in the empty square for the last time, to nobody in particular.`;
  expect(decideTwo({ headline, text: own }, { headline, text: other }).together).toBe(false);
});

test("decide() learns names from headlines that are written like sentences, where entries have no text", () => {
  const desk = createDeskDouble();
  const tell = (id: number, headline: string, hours: number) =>
    desk.decide(makeItem(id, { headline, title: headline, language: "es", minute: hours * 60 }));
  for (const [at, place] of ["Paraguay", "Chile", "Uruguay"].entries())
    tell(at + 1, `El tren nocturno llegó tarde a la estación de ${place} por la nieve`, at * 80);
  const crash = (place: string) => `Murió un ciclista atropellado por un camión en el centro de ${place}`;
  const first = tell(4, crash("Paraguay"), 500);
  const other = tell(5, crash("Chile"), 501);
  expect(other.copyId).not.toBe(first.copyId);
  expect(other.reasons[0]).toMatchObject({ code: "not-copy-names-differ", entries: [4] });
  expect(tell(6, crash("Chile"), 502).copyId).toBe(other.copyId);
});
