import { describe, expect, test } from "vitest";
import { foldWord } from "../../../src/domain/analyse/fold-word.ts";
import { inflectedLanguages, isInflectable, possibleForms } from "../../../src/domain/forms/forms-of.ts";

/** Families of forms. Each must be found from each of its members. */
const families: Readonly<Record<string, readonly string[]>> = {
  en: [
    "strike strikes striking",
    "stop stops stopped stopping",
    "country countries",
    "box boxes boxed boxing",
    "walk walks walked walking",
    "election elections",
    "occur occurs occurred occurring",
    "play plays played playing",
    "knife knives",
    "policeman policemen",
  ],
  de: [
    "Wahl Wahlen",
    "Haus Hauses Häuser Häusern",
    "Lehrer Lehrers Lehrern",
    "wichtig wichtige wichtigen wichtigem",
    "Museum Museen",
  ],
  nl: ["staking stakingen", "aanval aanvallen", "taak taken"],
  fr: ["grève grèves", "national nationaux nationale nationales", "bateau bateaux", "élu élue élus élues"],
  es: ["huelga huelgas", "elección elecciones", "voz voces", "político política políticos políticas"],
  pt: ["eleição eleições", "greve greves", "hospital hospitais", "homem homens"],
  it: ["sciopero scioperi", "banca banche", "elezione elezioni"],
  ru: [
    "война войны войне войну войной",
    "президент президента президенту президентом",
    "выборы выборов выборам",
    "новый новая новые нового",
    "Россия России Россию Россией",
  ],
  uk: [
    "війна війни війні війну війною",
    "Київ Києва Києву Києвом",
    "президент президента президентові",
    "Україна України Україні Україну",
  ],
  pl: [
    "Warszawa Warszawy Warszawie Warszawę Warszawą",
    "wybory wyborów wyborach",
    "strajk strajku strajki strajków",
    "nowy nowego nowa nowych",
    "Polska Polski Polsce Polskę",
  ],
  tr: ["saldırı saldırısı saldırılar saldırıda saldırıya saldırısında saldırının", "seçim seçimler seçimlerde seçimi"],
  ar: ["انتخابات الانتخابات والانتخابات بالانتخابات", "حكومة الحكومة للحكومة", "مسلم مسلمون المسلمين"],
  he: ["ממשלה הממשלה בממשלה ממשלות", "מלון המלון מלונות", "ילד ילדים הילדים"],
  fa: ["کتاب کتاب‌ها کتاب‌های کتابی", "انتخاب انتخابات"],
};

/** Pairs that are no forms of each other. */
const strangers: Readonly<Record<string, readonly string[]>> = {
  en: [
    "news new",
    "car care",
    "hop hoping",
    "universe university",
    "organ organization",
    "evening even",
    "police policy",
    "king ki",
    "bus bused",
  ],
  de: ["Wahl Wähler", "schlecht Geschlecht", "die dies", "davon davos"],
  ru: ["мир мера", "мой мои"],
};

const foldedWords = (line: string) => line.split(" ").map(foldWord);

describe.each(Object.entries(families))("forms in %s", (language, lines) => {
  test("each form of a word leads to the others", () => {
    const missing: string[] = [];
    for (const line of lines) {
      const family = foldedWords(line);
      for (const word of family) {
        const dictionary = new Set(family);
        for (const other of family.filter((one) => one !== word && isInflectable(one))) {
          const found = possibleForms(word, language).filter(({ form }) => form === other);
          if (!found.some(({ needs }) => needs === null || needs.some((one) => dictionary.has(one))))
            missing.push(`${word}: ${other}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });
});

test("words that only look alike are no forms of each other", () => {
  for (const [language, lines] of Object.entries(strangers))
    for (const line of lines) {
      const [one = "", ...others] = foldedWords(line);
      const forms = possibleForms(one, language).filter(({ needs }) => needs === null);
      expect([line, others.filter((other) => forms.some(({ form }) => form === other))]).toEqual([line, []]);
    }
});

test("a form of a form is found again from it, in every language", () => {
  for (const language of inflectedLanguages) {
    for (const word of (families[language] ?? []).flatMap(foldedWords)) {
      const forms = possibleForms(word, language);
      expect([language, word, forms.length < 2_000]).toEqual([language, word, true]);
      const lost = forms
        .filter(({ form }) => isInflectable(form))
        .filter(({ form }) => !possibleForms(form, language).some((back) => back.form === word));
      expect([language, word, lost.map(({ form }) => form)]).toEqual([language, word, []]);
    }
  }
});

test("figures, signs and words of one or two letters have no forms", () => {
  for (const word of ["2024", "us", "f16", "c++", "3.5%", ""])
    expect([word, possibleForms(word, "en")]).toEqual([word, []]);
  expect(possibleForms("strike", "xx")).toEqual([]);
});
