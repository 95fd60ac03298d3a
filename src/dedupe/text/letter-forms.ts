/**
 * Letters that outlets write differently and Unicode does not fold: forms of one Arabic-script letter, and letters
 * without a decomposition.
 */
export const letterForms: Readonly<Record<string, string>> = {
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ٱ: "ا",
  ة: "ه",
  ى: "ي",
  ئ: "ي",
  ؤ: "و",
  ی: "ي",
  ک: "ك",
  ё: "е",
  Ё: "е",
  ı: "i",
  ø: "o",
  Ø: "o",
  ł: "l",
  Ł: "l",
  đ: "d",
};
