/**
 * Codes that feeds write for languages although the codes are withdrawn or belong to countries (ISO 639-1; RFC 5646
 * section 2.2.1).
 */
const mistaken: Readonly<Record<string, string>> = {
  iw: "he",
  in: "id",
  ji: "yi",
  jp: "ja",
  cn: "zh",
  kr: "ko",
  gr: "el",
  cz: "cs",
  dk: "da",
  ua: "uk",
  vn: "vi",
  br: "pt-br",
  eng: "en",
  fra: "fr",
  fre: "fr",
  deu: "de",
  ger: "de",
  spa: "es",
  ita: "it",
  por: "pt",
  rus: "ru",
  tur: "tr",
  ara: "ar",
  fas: "fa",
  per: "fa",
  zho: "zh",
  chi: "zh",
  jpn: "ja",
  kor: "ko",
  nor: "no",
};
/** Tags that declare no language. */
const empty: ReadonlySet<string> = new Set([
  "und",
  "mul",
  "zxx",
  "mis",
  "xx",
  "xxx",
  "x-default",
  "none",
  "null",
  "all",
]);
const wellFormed = /^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}$/;

/**
 * A declared language as a BCP 47 tag in lower case ("pt-br"); null for a text that is not a language tag or declares
 * none.
 */
export function languageTag(declared: string | null): string | null {
  if (declared === null || declared.length > 64) return null;
  const tag =
    declared
      .trim()
      .toLowerCase()
      .split(/[\s,;]/, 1)[0]
      ?.replaceAll("_", "-") ?? "";
  // POSIX locales have a character set after a dot (en_us.utf-8).
  const bare = tag.split(".", 1)[0] ?? "";
  if (!wellFormed.test(bare) || empty.has(bare)) return null;
  const [primary = "", ...rest] = bare.split("-");
  return [mistaken[primary] ?? primary, ...rest].join("-");
}
