/**
 * A character class of the scripts that are written without spaces (and Korean, whose particles cling to words), to be
 * put into a pattern: Han, kana, Hangul, Thai, Lao, Khmer, Myanmar, Tibetan. The long vowel mark belongs to kana but to
 * no script.
 */
export const unspacedScripts =
  "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}]";
