/** The class of a UTF-16 unit for the tokeniser. */
export const charClass = {
  separator: 0,
  letter: 1,
  /** Cyrillic letters. Words in them have long endings, and are cut shorter. */
  cyrillic: 2,
  digit: 3,
  /** Scripts that are written without spaces, or attach particles to words. They are cut into overlapping pairs. */
  han: 4,
  kana: 5,
  hangul: 6,
  /** Alphabets that are written without spaces. They are cut into runs of four. */
  run: 7,
  /** Marks inside a word that are skipped. */
  mark: 8,
} as const;

/**
 * Letters that outlets write in different ways and that Unicode does not fold: forms of one Arabic-script letter, and
 * letters without a decomposition.
 */
const letterForms: Readonly<Record<string, string>> = {
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

/**
 * Blocks in which every unit has the class of the first unit and folds to itself. They contain two thirds of all units.
 */
const uniformBlocks: readonly (readonly [number, number])[] = [
  // Han, Hangul syllables, and private use.
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xe000, 0xf8ff],
];

/**
 * The class and the folded form of each UTF-16 unit. Folding makes letters lower case, removes accents, turns the
 * digits of other scripts into ASCII digits, and gives variants of an Arabic letter one form. Call `fillTables` for a
 * text before looking up its units.
 */
export const charTables = {
  classes: new Uint8Array(0x10000),
  folded: new Uint16Array(0x10000),
  /** 1 for a capital letter. */
  upper: new Uint8Array(0x10000),
};

/**
 * The tables are filled in pages of 256 units when a text needs them, because filling all pages takes a tenth of a
 * second in each thread.
 */
const pageBits = 8;
const filled = new Uint8Array(0x10000 >> pageBits);

/** Fills in the tables for the units of `text` from `start` to `end`, and for the units that they fold to. */
export function fillTables(text: string, start = 0, end = text.length): void {
  for (let at = start; at < end; at += 1) {
    const page = text.charCodeAt(at) >> pageBits;
    if (filled[page] === 0) fillPage(page);
  }
}

function fillPage(page: number): void {
  filled[page] = 1;
  const { classes, folded, upper } = charTables;
  const first = page << pageBits;
  for (let code = first; code < first + (1 << pageBits); code += 1) {
    const block = uniformBlocks.find(([from, to]) => code > from && code <= to);
    const text = String.fromCharCode(code);
    const form = block === undefined ? foldOf(code, text) : code;
    folded[code] = form;
    classes[code] = block === undefined ? classOf(form, String.fromCharCode(form), code) : classAt(block[0]);
    upper[code] = text !== text.toLowerCase() ? 1 : 0;
    if (filled[form >> pageBits] === 0) fillPage(form >> pageBits);
  }
}

function classAt(code: number): number {
  const text = String.fromCharCode(code);
  return classOf(code, text, code);
}

function foldOf(code: number, text: string): number {
  if (code >= 0xd800 && code <= 0xdfff) return code;
  const known = letterForms[text];
  if (known !== undefined) return known.charCodeAt(0);
  const digit = digitValue(code, text);
  if (digit >= 0) return 0x30 + digit;
  const keeps = /[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Cyrillic}]/u.test(text);
  const plain = text.normalize(keeps ? "NFKC" : "NFKD").toLowerCase();
  return plain.length === 0 ? code : plain.charCodeAt(0);
}

/**
 * The value of a decimal digit in any script, or -1 for any other character. In Unicode the ten digits of a script are
 * consecutive.
 */
function digitValue(code: number, text: string): number {
  if (!/\p{Nd}/u.test(text)) return -1;
  let zero = code;
  while (zero > 0 && code - zero < 9 && /\p{Nd}/u.test(String.fromCharCode(zero - 1))) zero -= 1;
  return code - zero;
}

function classOf(code: number, text: string, original: number): number {
  if (original >= 0xd800 && original <= 0xdfff) return surrogateClass(original);
  if (code >= 0x30 && code <= 0x39) return charClass.digit;
  if (/[\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(text)) return charClass.kana;
  if (/[\p{Script=Han}々]/u.test(text)) return charClass.han;
  if (/[\p{Script=Hangul}]/u.test(text)) return charClass.hangul;
  if (/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u.test(text))
    return charClass.run;
  if (/[\u00ad\u200c\u200d]/.test(text)) return charClass.mark;
  if (/\p{Mn}/u.test(text)) return charClass.mark;
  if (/\p{Script=Cyrillic}/u.test(text)) return charClass.cyrillic;
  return /[\p{L}\p{M}]/u.test(text) ? charClass.letter : charClass.separator;
}

/** Letters beyond the first plane are almost always Han. The planes with emoji contain no letters. */
function surrogateClass(code: number): number {
  return code >= 0xd83c && code <= 0xd83e ? charClass.separator : charClass.han;
}
