/**
 * Another form of a word of a query. The form is searched only in texts of its language, the word itself in all texts.
 */
export interface Form {
  /** Folded, as a token. */
  readonly form: string;
  /** The first part of a language tag. */
  readonly language: string;
}

/** A form, with the folded word to which it belongs. */
export interface WordForm extends Form {
  readonly of: string;
}

/** A word has at most this many forms in one language. */
export const formsMax = 60;

/** "en" for "en-GB"; null when a text has no language. */
export function primaryLanguage(language: string | null): string | null {
  return language === null ? null : (/^[a-z]+/.exec(language.toLowerCase())?.[0] ?? null);
}
