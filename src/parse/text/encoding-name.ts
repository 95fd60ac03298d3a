import iconv from "iconv-lite";

/**
 * The encoding that a label means: its name in the Encoding standard, or else the name that iconv-lite uses ("cp437");
 * null for an unknown label. Known labels are the standard's, and those that Python, Java, .NET, Windows, Macs and
 * Oracle write ("cp932", "ms949", "win-1251", "x-MacRoman", "28592", "CL8MSWIN1251").
 */
export function encodingName(label: string): string | null {
  // Oracle's names begin with a language and a number of bits: "ja16sjis", "cl8koi8r".
  const folded = label
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/^(?:al|ar|bl|cl|ee|el|iw|ja|ko|ne|se|th|tr|us|vn|we|zhs|zht)(?:7|8|16|32)(?=[a-z])/, "");
  return (
    nameByFold.get(folded) ??
    ofStandard(label.trim()) ??
    ofStandard(label.trim().replaceAll("_", "-")) ??
    ofIso(folded) ??
    ofCodePage(folded) ??
    ofMac(folded)
  );
}

/** Whether TextDecoder lacks the encoding, so that iconv-lite has to decode it. */
export function isBeyondStandard(name: string): boolean {
  return beyondStandard.test(name);
}

const beyondStandard = /^(?:cp|mac)(?!intosh)/;

function ofStandard(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/** Reads names of ISO 8859 parts: "iso88592", Java's "8859_2", Oracle's "iso8859p2", "latin2". */
function ofIso(folded: string): string | null {
  const part = /^(?:cs)?(?:iso)?8859p?(\d{1,2})$/.exec(folded)?.[1] ?? isoPartByLatin.get(folded);
  return part === undefined ? null : ofStandard(`iso-8859-${part}`);
}

/**
 * Reads names of code pages: "cp1251", "win1251", "ms949", "x-windows-874", "IBM850", and the bare numbers that Windows
 * uses.
 */
function ofCodePage(folded: string): string | null {
  const digits =
    /^x?(?:cs)?(?:codepage|windows|mswin|win|ansi|ibm|dos|oem|ccsid|pc|cp|ms)?(?:cp)?0{0,2}(\d{3,5})[a-z]{0,5}$/.exec(
      folded,
    )?.[1];
  if (digits === undefined) return null;
  const name = nameByPage.get(Number(digits)) ?? ofStandard(`windows-${digits}`) ?? isoOfPage(Number(digits));
  if (name !== null) return name;
  return /^\d{3,4}$/.test(digits) && iconv.encodingExists(`cp${digits}`) ? `cp${digits}` : null;
}

/** Windows numbers the parts of ISO 8859 from 28591 on. */
function isoOfPage(page: number): string | null {
  return page > 28590 && page <= 28606 ? ofStandard(`iso-8859-${page - 28590}`) : null;
}

/** Reads names of Apple's encodings for scripts that the Encoding standard leaves out, such as "x-MacGreek". */
function ofMac(folded: string): string | null {
  const name = folded.replace(/^x?mac(?:os)?/, "mac");
  return name.startsWith("mac") && iconv.encodingExists(name) ? name : null;
}

const isoPartByLatin: ReadonlyMap<string, string> = new Map([
  ["latin1", "1"],
  ["latin2", "2"],
  ["latin3", "3"],
  ["latin4", "4"],
  ["latin5", "9"],
  ["latin6", "10"],
  ["latin7", "13"],
  ["latin8", "14"],
  ["latin9", "15"],
  ["latin0", "15"],
  ["latin10", "16"],
]);

/** Further labels, in lower case without punctuation, by the name of their encoding in the Encoding standard. */
const folds: Readonly<Record<string, string>> = {
  "utf-8": "utf8 u8 utf8n utf8mb3 utf8mb4 unicode11utf8",
  "utf-16le": "utf16 ucs2 unicode iso10646ucs2",
  "windows-1252": "usascii ascii ansix341968 iso646us latin1 iso88591",
  macintosh: "mac macroman xmacroman macosroman csmacintosh",
  "x-mac-cyrillic": "maccyrillic xmaccyrillic macukraine xmacukraine",
  "koi8-r": "koi koi8 koi8r cskoi8r",
  "koi8-u": "koi8u koi8ru",
  shift_jis: "sjis shiftjis xsjis mskanji sjiswin windows31j",
  "euc-jp": "eucjp xeucjp ujis eucjpms eucjpwin euc",
  "euc-kr": "euckr uhc ksc5601 ksc56011987 ksx1001",
  gb18030: "gb2312 gb231280 euccn xeuccn gb180302000 gb180302005 gb180302022",
  gbk: "xgbk",
  big5: "big5hkscs hkscs xbig5hkscs big5eten xxbig5",
  "windows-874": "tis620 tis6200 tis62025331 tisascii",
};

const nameByFold: ReadonlyMap<string, string> = new Map(
  Object.entries(folds).flatMap(([name, labels]) => labels.split(" ").map((label) => [label, name] as const)),
);

/** Code pages of Windows and IBM that have another name in the Encoding standard. */
const pages: Readonly<Record<string, string>> = {
  "utf-8": "65001",
  "utf-16le": "1200",
  "utf-16be": "1201",
  "windows-1252": "819 20127 28591",
  macintosh: "10000",
  "x-mac-cyrillic": "10007 10017",
  "koi8-r": "878 20866",
  "koi8-u": "1168 21866",
  ibm866: "866",
  shift_jis: "932 942 943",
  "euc-jp": "954 20932 33722 51932",
  "iso-2022-jp": "50220 50221 50222",
  "euc-kr": "949 970 1363 51949",
  gbk: "936 1386",
  gb18030: "20936 51936 54936",
  big5: "950 951 1370",
  "windows-874": "874",
  "iso-8859-2": "912",
  "iso-8859-5": "915",
  "iso-8859-6": "1089",
  "iso-8859-7": "813",
  "iso-8859-8": "916",
  "iso-8859-15": "923",
};

const nameByPage: ReadonlyMap<number, string> = new Map(
  Object.entries(pages).flatMap(([name, numbers]) => numbers.split(" ").map((page) => [Number(page), name] as const)),
);
