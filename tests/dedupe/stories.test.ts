import { expect, test } from "vitest";
import type { DedupeItem } from "../../src/domain/verdict.ts";
import { createDeskDouble, makeItem } from "./make-item.ts";

const hour = 60;

/** Decides headlines one after the other, each from a new outlet unless it names one. Returns their stories. */
function storiesOf(
  entries: readonly {
    readonly headline: string;
    readonly text?: string;
    readonly hours: number;
    readonly source?: number;
  }[],
  language = "en",
): readonly number[] {
  const desk = createDeskDouble();
  const ids = entries.map(({ headline, text = "", hours, source }, place) => {
    const told = { headline, title: headline, text, language, minute: hours * hour };
    return desk.decide(makeItem(place + 1, source === undefined ? told : { ...told, sourceId: source })).entryId;
  });
  const decided = new Map(desk.decided().map(({ item, membership }) => [item.id, membership.storyId]));
  return ids.map((id) => decided.get(id) ?? 0);
}

test("decide() makes no story from rate pages of several days and currencies", () => {
  const stories = storiesOf(
    [
      { headline: "Dólar hoy en Paraná: a cuánto cotiza este lunes 4 de mayo", hours: 0 },
      { headline: "Euro hoy: cuál es la cotización de apertura del martes 5 de mayo", hours: 24 },
      { headline: "Dólar blue hoy: cotización de cierre del miércoles 6 de mayo", hours: 48 },
      { headline: "Plazo fijo: qué banco paga más por depositar este martes 5 de mayo", hours: 25 },
    ],
    "es",
  );
  expect(new Set(stories).size).toBe(4);
});

test("decide() makes no story from two shopping pages that name one product", () => {
  const stories = storiesOf([
    { headline: "Best Zephyr tablet deals: up to $80 off the Zephyr Air and Zephyr Mini", hours: 0 },
    { headline: "How to pick the right Zephyr tablet for your desk in 2026", hours: 5 },
  ]);
  expect(stories[0]).not.toBe(stories[1]);
});

const quake = {
  headline: "Quake of magnitude 6.1 damages the old harbour of Karvonis",
  text: "The tremor off the Aegean island of Karvonis brought down the bell tower of Saint Fotini and cut power to four villages, the mayor said.",
};
const strike = {
  headline: "Dockers of Port Lerwin walk out over night shifts at the grain terminal",
  text: "Some 400 members of the Lerwin dock union left the grain terminal on Monday after talks about night shifts with the operator Halvard broke down.",
};

test("decide() makes one story of one event in two outlets' words, and two stories of two events", () => {
  const stories = storiesOf([
    { ...quake, hours: 0 },
    { ...strike, hours: 1 },
    {
      headline: "Karvonis mayor counts the damage after bell tower falls in strong quake",
      text: "Saint Fotini's bell tower lay in the street on the Aegean island of Karvonis after a tremor, and villages waited for power.",
      hours: 3,
    },
  ]);
  expect(stories[2]).toBe(stories[0]);
  expect(stories[1]).not.toBe(stories[0]);
});

test("decide() never joins two stories because a live page reports both", () => {
  const stories = storiesOf([
    { ...quake, hours: 0 },
    { ...strike, hours: 1 },
    {
      headline: "News live: quake damages harbour of Karvonis, dockers of Port Lerwin walk out at grain terminal",
      text: `${quake.text} ${strike.text}`,
      hours: 2,
    },
  ]);
  expect(stories[0]).not.toBe(stories[1]);
});

test("decide() learns an outlet's recurring heading, also across a restart: on the third day it joins no news of the second", () => {
  const page = (day: number): DedupeItem =>
    makeItem(day, {
      sourceId: 5,
      headline: `Karvonis harbour: ferries and crossings on ${day} June`,
      text: `Crossings to Karvonis harbour on ${day} June, with the ferries that sail and the berths of the day, as told by the master.`,
      minute: day * 24 * hour,
    });
  const strikes = (id: number, day: number): DedupeItem =>
    makeItem(id, {
      headline: `Karvonis harbour: ferries berth late, crossings cut on ${day} June`,
      text: "Ferries that sail to Karvonis harbour lost half their crossings, the harbour master told islanders.",
      minute: (day * 24 + 3) * hour,
    });
  const first = createDeskDouble();
  for (const day of [1, 2]) first.decide(page(day));
  const knows = createDeskDouble(first.engine.state());
  const [news, later] = [knows.decide(strikes(20, 2)), knows.decide(page(3))];
  expect(later.storyId).not.toBe(news.storyId);
  const isNew = createDeskDouble();
  expect(isNew.decide(strikes(20, 2)).storyId).toBe(isNew.decide(page(3)).storyId);
});

test("decide() makes no story from one outlet's headlines that share one word, nor from its lists of jobs", () => {
  const shared = storiesOf([
    { headline: "Pam & Tommy: Trailer", hours: 0, source: 4 },
    { headline: "Nurse Ida: Trailer", hours: 1, source: 4 },
  ]);
  expect(shared[0]).not.toBe(shared[1]);
  const jobs = storiesOf(
    [
      { headline: "Stellenmarkt: Pflege: Offene Stellen zwischen Weser und Leine finden", hours: 0, source: 4 },
      { headline: "Stellenmarkt: Handwerk: Offene Stellen zwischen Weser und Leine finden", hours: 0, source: 4 },
    ],
    "de",
  );
  expect(jobs[0]).not.toBe(jobs[1]);
});

test("decide() makes no story from a bare headline and a text of other news that share one rare word", () => {
  const pairs: readonly (readonly [string, string, string])[] = [
    [
      "Wertvolle Geige im Zug vergessen",
      "Musiker spielt im Zug auf der Geige",
      "Fahrgäste in der Bahn hörten am Morgen ein Konzert, das niemand bestellt hatte.",
    ],
    [
      "Halbe Million bei Kontrolle gefunden",
      "Halbe Million Kunden betroffen",
      "Eine Firma ist Opfer eines schweren Angriffs im Netz geworden, teilte sie am Abend mit.",
    ],
  ];
  for (const [bare, headline, text] of pairs) {
    const stories = storiesOf(
      [
        { headline: bare, hours: 0 },
        { headline, text, hours: 2 },
      ],
      "de",
    );
    expect(stories[1]).not.toBe(stories[0]);
  }
  const one = storiesOf(
    [
      { headline: "Wertvolle Geige im Zug nach Oberlinden vergessen", hours: 0 },
      {
        headline: "Geige im Zug vergessen: Musikerin aus Oberlinden bekommt sie zurück",
        text: "Die wertvolle Geige lag im Zug nach Oberlinden, ein Schaffner gab sie der Musikerin am Abend zurück.",
        hours: 2,
      },
    ],
    "de",
  );
  expect(one[1]).toBe(one[0]);
});

test("decide() makes no story from two outlets' rate pages under one heading about two countries", () => {
  const page = (country: string, hours: number) => ({
    headline: `Precio del dólar hoy en ${country}: cotización de apertura del 4 de mayo`,
    hours,
  });
  const stories = storiesOf([page("Honduras", 0), page("Paraguay", 1), page("Honduras", 1)], "es");
  expect(stories[1]).not.toBe(stories[0]);
  expect(stories[2]).toBe(stories[0]);
});
