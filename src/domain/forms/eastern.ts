import { type Paradigm, paradigm } from "./paradigm.ts";

/** The definite article, "and", "by", "to" and "like", each alone and in combinations. */
const arabicPrefixes = "- ال و وال ب بال ل لل ف فال ك كال وب وبال ول ولل";

export const arabic: readonly Paradigm[] = [
  paradigm("- ة ات ين ون ان ه ها هم", { prefixes: arabicPrefixes, stemMin: 3 }),
  paradigm("ي ية يون يين يات", { prefixes: arabicPrefixes, stemMin: 3 }),
  paradigm("- ت وا", { prefixes: "- و", stemMin: 3 }),
  paradigm("-", { prefixes: "ي ت وي وت سي ست", stemMin: 3 }),
];

/** The article, "and", "in", "to", "from" and "that", each alone and in combinations. */
const hebrewPrefixes = "- ה ו ב ל מ ש כ וה וב ול ומ וש שה שב שמ כש מה של לה בה";

export const hebrew: readonly Paradigm[] = [
  paradigm("- ים ות ה י", { prefixes: hebrewPrefixes, stemMin: 3 }),
  paradigm("ה ות ת", { prefixes: hebrewPrefixes, stemMin: 3 }),
  paradigm("י ית ים יים יות", { prefixes: hebrewPrefixes, stemMin: 3 }),
  paradigm("- ה ו תי נו", { prefixes: "- ו ש", stemMin: 3 }),
];

export const persian: readonly Paradigm[] = [
  paradigm("- ها های هایی هایش ی ای ان ات", { stemMin: 3 }),
  paradigm("ه ها های هایی ه‌ای گان", { stemMin: 2 }),
  paradigm("د ند م یم ید", { prefixes: "می نمی", stemMin: 2 }),
  paradigm("ن - ند م یم ه", { prefixes: "- ن", stemMin: 3, stem: /[دت]$/ }),
];

/**
 * Turkish endings follow one another: plural, possessor, case. The index folds ı, ö and ü, and the table ignores vowel
 * harmony.
 */
const pluralEndings = crossed(
  "lar ler",
  "- i a e da de dan den in la le inin ini ina ine inda inde indan inden imiz imizin",
);
const ownedEndings = "- ni nu na ne nda nde ndan nden nin nun yla yle";

export const turkish: readonly Paradigm[] = [
  paradigm(`- yi yu ya ye da de dan den nin nun yla yle ${crossed("si su", ownedEndings)} ${pluralEndings}`, {
    stem: /[aeiou]$/,
  }),
  paradigm(`- a e da de ta te dan den tan ten in un la le ${crossed("i u", ownedEndings)} ${pluralEndings}`, {
    stem: /[^aeiou]$/,
  }),
  paradigm("mak di du ti tu diler dular miş muş iyor uyor acak an arak", { anchors: "mak di du ti tu" }),
  paradigm("mek di du ti tu diler duler miş muş iyor uyor ecek en erek", { anchors: "mek di du ti tu" }),
];

/** Each of the first endings followed by each of the second. */
function crossed(first: string, second: string): string {
  const behind = second.split(" ").map((one) => one.replace("-", ""));
  return first
    .split(" ")
    .flatMap((one) => behind.map((other) => one + other))
    .join(" ");
}
