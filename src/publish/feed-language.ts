/**
 * Turns a language tag into one that feeds may use. RSS and the W3C validator know only ISO 639-1 and 639-2. A language
 * that has only an ISO 639-3 code gets the code of its macrolanguage. If there is none, the result is null, and readers
 * detect the language themselves.
 */
export function feedLanguage(tag: string | null): string | null {
  if (tag === null) return null;
  const [primary = "", ...rest] = tag.split("-");
  const code = primary.toLowerCase();
  const known = macrolanguages[code] ?? code;
  if (!isKnown(known)) return null;
  return known === code ? tag : [known, ...rest].join("-");
}

/** ISO 639-3 languages that news is written in, and the macrolanguage of each. */
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
  if (code.length === 2) return names.of(code) !== undefined && !withdrawnCodes.has(code);
  return iso6392.has(code);
}

/** Two-letter codes that Intl still knows but ISO 639-1 has withdrawn. */
const withdrawnCodes = new Set(["in", "iw", "ji", "jw"]);
/** ISO 639-2 languages that feeds are published in and that have no two-letter code. */
const iso6392 = new Set(
  "ace ast awa bal ban bej bem bho bik bug ceb chr crh csb doi dsb efi fil fon frr frs fur gaa gor gsw haw hil hsb iba ilo kab kbd kha kok krc kru lad lus mad mag mai mak mdf min mni mos mwl myv nap nds new nia niu nso nyn pag pam pap rap rar rom sah sas sat scn sco shn smn srn srr sus syr tet tig tiv tpi tum tvl tyv udm umb vai war wln xal yap zza".split(
    " ",
  ),
);
