/**
 * Agencies by the words that name them in credits, datelines and source names; each with its usual spelling, folded.
 */
const names: readonly (readonly [RegExp, string])[] = [
  [/reuters|ロイター|路透|Рейтер|رويترز|로이터/iu, "reuters"],
  [/associated press|\bAP\b|ＡＰ/u, "ap"],
  [/\bAFP\b|agence france|ＡＦＰ|法新/iu, "afp"],
  [/bloomberg|ブルームバーグ/iu, "bloomberg"],
  [/\bdpa\b/iu, "dpa"],
  [/\bEFE\b/u, "efe"],
  [/\bANSA\b/u, "ansa"],
  [/\bPTI\b|press trust of india/iu, "pti"],
  [/\bANI\b/u, "ani"],
  [/xinhua|新华|新華/iu, "xinhua"],
  [/anadolu/iu, "anadolu"],
  [/interfax|Интерфакс/iu, "interfax"],
  [/\bTASS\b|ТАСС/iu, "tass"],
  [/\bRIA\b|РИА/u, "ria"],
  [/共同/u, "kyodo"],
  [/時事/u, "jiji"],
  [/yonhap|연합|聯合/iu, "yonhap"],
];

/** The agency that a credit, a dateline or a source name speaks of; null where none. */
export function agencyOf(text: string): string | null {
  return names.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
