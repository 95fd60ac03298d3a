/**
 * Guesses the encoding of text that is not UTF-8 and whose declaration is missing or wrong. Words that consist of high
 * bytes (0x80 to 0xFF) are not Western. In the right encoding, many of these bytes are common letters or characters of
 * its languages. Returns null when the bytes look Western (Windows-1252), are too few, or fit no encoding.
 */
export function guessEncoding(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, sampleBytesMax);
  const runs = highRuns(sample);
  const high = Buffer.concat(runs);
  if (high.length < bytesMin || high.length / runs.length < runBytesMin) return null;
  // Try alphabets first, because their letters are stronger evidence. All letters of KOI8-R are also bytes of common
  // characters of GB 2312.
  return singleByte(high) ?? doubleByte(sample);
}

const sampleBytesMax = 256 * 1024;
/** Fewer high bytes than this prove nothing. */
const bytesMin = 6;
/** The smallest mean length of a row of high bytes. In French or German text most high bytes stand alone. */
const runBytesMin = 1.7;

function highRuns(bytes: Uint8Array): readonly Uint8Array[] {
  const runs: Uint8Array[] = [];
  let start = -1;
  for (let at = 0; at <= bytes.length; at += 1) {
    const isHigh = (bytes[at] ?? 0) >= 0x80;
    if (isHigh && start === -1) start = at;
    if (isHigh || start === -1) continue;
    runs.push(bytes.subarray(start, at));
    start = -1;
  }
  return runs;
}

interface Alphabet {
  readonly encodings: readonly string[];
  /** The most frequent letters of the encoding's languages. They are about half of the letters of a text. */
  readonly common: RegExp;
}

const alphabets: readonly Alphabet[] = [
  { encodings: ["windows-1251", "koi8-r", "ibm866", "iso-8859-5"], common: /[оеаинтсрвл]/g },
  { encodings: ["windows-1253"], common: /[αοιετσνηυρ]/g },
  { encodings: ["windows-1255"], common: /[יוהלארתשבמ]/g },
  { encodings: ["windows-1256", "iso-8859-6"], common: /[اليمنوترهبة]/g },
  { encodings: ["windows-874"], common: /[านรอกเงมยลว]/g },
];
const commonShareMin = 0.45;

function singleByte(high: Uint8Array): string | null {
  let best: { readonly encoding: string; readonly share: number } | null = null;
  for (const { encodings, common } of alphabets) {
    for (const encoding of encodings) {
      const found = new TextDecoder(encoding).decode(high).match(common)?.length ?? 0;
      const share = found / high.length;
      if (share >= commonShareMin && share > (best?.share ?? 0)) best = { encoding, share };
    }
  }
  return best?.encoding ?? null;
}

/**
 * How an encoding writes two-byte characters, and which of them are frequent. `shareMin`: the smallest share of
 * frequent characters in a text of the encoding.
 */
interface DoubleByte {
  readonly encoding: string;
  isLead(byte: number): boolean;
  isTrail(byte: number): boolean;
  isCommon(lead: number, trail: number): boolean;
  readonly shareMin: number;
}

const within = (from: number, to: number) => (byte: number) => byte >= from && byte <= to;
const extended = within(0xa1, 0xfe);
const lowOrHigh = (byte: number) => within(0x40, 0x7e)(byte) || extended(byte);

/**
 * `isCommon` accepts the kana of JIS X 0208, the Hangul of KS X 1001, and the frequent characters of GB 2312 and Big5.
 */
const doubleBytes: readonly DoubleByte[] = [
  {
    encoding: "shift_jis",
    isLead: (byte) => within(0x81, 0x9f)(byte) || within(0xe0, 0xfc)(byte),
    isTrail: (byte) => within(0x40, 0x7e)(byte) || within(0x80, 0xfc)(byte),
    isCommon: (lead, trail) => (lead === 0x82 && trail >= 0x9f) || (lead === 0x83 && trail <= 0x96),
    shareMin: 0.2,
  },
  {
    encoding: "euc-jp",
    isLead: extended,
    isTrail: extended,
    isCommon: (lead) => lead === 0xa4 || lead === 0xa5,
    shareMin: 0.2,
  },
  { encoding: "euc-kr", isLead: extended, isTrail: extended, isCommon: within(0xb0, 0xc8), shareMin: 0.85 },
  { encoding: "gb18030", isLead: extended, isTrail: extended, isCommon: within(0xb0, 0xd7), shareMin: 0.6 },
  { encoding: "big5", isLead: extended, isTrail: lowOrHigh, isCommon: within(0xa4, 0xc6), shareMin: 0.6 },
];
/** The greatest share of bytes that fit no two-byte character, relative to the number of characters. */
const badShareMax = 0.02;

function doubleByte(bytes: Uint8Array): string | null {
  const found = doubleBytes.find((encoding) => {
    const { pairs, common, bad } = countPairs(bytes, encoding);
    return pairs > 0 && bad / pairs <= badShareMax && common / pairs >= encoding.shareMin;
  });
  return found?.encoding ?? null;
}

function countPairs(bytes: Uint8Array, { isLead, isTrail, isCommon }: DoubleByte) {
  let pairs = 0;
  let common = 0;
  let bad = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    const trail = bytes[at + 1] ?? 0;
    if (lead < 0x80) continue;
    if (isLead(lead) && isTrail(trail)) {
      pairs += 1;
      if (isCommon(lead, trail)) common += 1;
      at += 1;
    } else bad += 1;
  }
  return { pairs, common, bad };
}
