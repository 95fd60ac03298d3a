/**
 * A language tag as feeds may say it. RSS and the W3C validator know languages by ISO 639-1 and 639-2; what has a code
 * in ISO 639-3 alone goes by that of its macrolanguage, or is left out: a reader that is told nothing looks for itself.
 * null stays null.
 */
export function feedLanguage(tag: string | null): string | null {
  if (tag === null) return null;
  const [primary = "", ...rest] = tag.split("-");
  const code = primary.toLowerCase();
  const known = macrolanguages[code] ?? code;
  if (!isKnown(known)) return null;
  return known === code ? tag : [known, ...rest].join("-");
}

/** ISO 639-3: what news is written in, and what holds it. */
const macrolanguages: Readonly<Record<string, string>> = {
  ckb: "ku",
  kmr: "ku",
  sdh: "ku",
  cmn: "zh",
  yue: "zh",
  nan: "zh",
  arb: "ar",
  ary: "ar",
  arz: "ar",
  pes: "fa",
  prs: "fa",
  azb: "az",
  azj: "az",
  uzn: "uz",
  uzs: "uz",
  khk: "mn",
  lvs: "lv",
  ekk: "et",
  als: "sq",
  npi: "ne",
  ory: "or",
  pbt: "ps",
  pbu: "ps",
  plt: "mg",
  swh: "sw",
  ydd: "yi",
  zsm: "ms",
};

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

function isKnown(code: string): boolean {
  if (code.length === 2) return names.of(code) !== undefined && !newerThanLists.has(code);
  return iso6392.has(code);
}

/** Two letters that browsers know and the lists do not. */
const newerThanLists = new Set(["in", "iw", "ji", "jw"]);
/** Those of ISO 639-2 without two letters that a feed may well be in. */
const iso6392 = new Set(
  "ace ast awa bal ban bej bem bho bik bug ceb chr crh csb doi dsb efi fil fon frr frs fur gaa gor gsw haw hil hsb iba ilo kab kbd kha kok krc kru lad lus mad mag mai mak mdf min mni mos mwl myv nap nds new nia niu nso nyn pag pam pap rap rar rom sah sas sat scn sco shn smn srn srr sus syr tet tig tiv tpi tum tvl tyv udm umb vai war wln xal yap zza".split(
    " ",
  ),
);
