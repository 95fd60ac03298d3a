import { type Paradigm, paradigm } from "./paradigm.ts";

/** German: the marks of umlauts are folded, so that Haus and Häuser have one stem. */
export const german: readonly Paradigm[] = [
  paradigm("- e es s en", { stem: /[^aeiou]$/ }),
  paradigm("- s"),
  paradigm("- n s", { stem: /(?:er|el)$/ }),
  paradigm("e en", { stem: /[^aeiou]$|i$/ }),
  paradigm("- e er ern es", {
    stem: /(?:haus|land|kind|bild|mann|wort|buch|dorf|rad|bad|wald|blatt|biet|lied|feld|glied|amt)$/,
  }),
  paradigm("- e er es em en", { stem: /(?:isch|lich|end|bar|los|sam|haft|iv|al|ell|ent|ant|ar|ur|eu)$/, stemMin: 5 }),
  paradigm("- e er es em en", { anchors: "em" }),
  paradigm("en t te ten e tet", { stem: /[^aeiou]$/, anchors: "te ten" }),
  paradigm("en et ete eten e", { stem: /[dt]$/, anchors: "en" }),
  paradigm("um en a", { stem: /i$|tr$|se$/ }),
  paradigm("in innen", { stem: /(?:er|ist|ent|ant)$/ }),
];

/** Words that look like forms of other words but are not. */
export const germanAlone: ReadonlySet<string> = new Set(
  (
    "der die das den dem des denn denen dass was wer wen wem wie wo man mann ist sind war waren wird ihr ihre ihren " +
    "ihrer ihres ihm ihn sie uns unser unsere ein eine einen einer eines einem kein keine mein dein sein seine und " +
    "oder aber auch als also alle allen aller alles andere anderen anderer anderes andern anders angesichts davon " +
    "davor dabei dafur dann denen dort hier nach noch nun nur ob ohne sehr seit selbst sich solche uber unter vom von " +
    "vor weil wenn werden wieder zum zur zwar zwischen heute gestern morgen immer viel viele vielen mehr and red"
  ).split(" "),
);

export const dutch: readonly Paradigm[] = [
  paradigm("- s en", { stem: /[^aeiou]$/ }),
  paradigm("- s"),
  paradigm("- e", { stem: /(?:isch|lijk|ig|end|baar|loos|zaam|ief|eel|aal)$/ }),
  paradigm("en t te ten de den", { stem: /[^aeiou]$/, anchors: "en" }),
  ..."bdfgklmnprst"
    .split("")
    .map((letter) => paradigm(`${letter} ${letter}${letter}en`, { stem: /[aeiou]$/, stemMin: 2 })),
  ..."aeou"
    .split("")
    .flatMap((vowel) =>
      "dgklmnprt".split("").map((letter) => paradigm(`${vowel}${vowel}${letter} ${vowel}${letter}en`, { stemMin: 1 })),
    ),
];

export const french: readonly Paradigm[] = [
  paradigm("- s"),
  paradigm("- x", { stem: /(?:eau|eu|ou)$/ }),
  paradigm("- e s es", { stem: /(?:ant|ent|ais|ois|ien|eur|al|el|il|if|in|ain|ein|er|i|u|ol|er|ic|ct|rt)$/ }),
  paradigm("al aux ale ales"),
  paradigm("eux euse euses"),
  paradigm("if ive ifs ives"),
  paradigm("en enne ens ennes", { stem: /i$|e$/ }),
  paradigm("el elle els elles"),
  paradigm("teur teurs trice trices"),
  paradigm("er é ée és ées e ent a ait aient ant era eront erait eraient èrent ons ez", {
    anchors: "er ant aient èrent",
  }),
  paradigm("ir i ie is ies it issent issait issaient issant ira iront irait", { anchors: "ir issent issant" }),
  paradigm("re u ue us ues ent ait aient ant ra ront", { anchors: "re" }),
];

export const spanish: readonly Paradigm[] = [
  paradigm("- s", { stem: /[aeiou]$/ }),
  paradigm("- es", { stem: /[^aeious]$|[aeiou]s$/ }),
  paradigm("z ces", { stemMin: 2 }),
  paradigm("o a os as", {
    stem: /(?:ic|iv|os|an|ad|id|ar|er|in|tor|gu|eñ|en|ist|uest|echo|ech|ít|it|ctiv)$/,
    stemMin: 4,
  }),
  paradigm("or ora ores oras", { stem: /[dts]$/ }),
  paradigm("ar a an ó aron aba aban ado ando ará arán aría arían e en ara aran", { anchors: "aron ando aban" }),
  paradigm("a an", { stemMin: 4, stem: /[^aeiou]$/ }),
  paradigm("er ir e en ió ieron ido iendo erá irá erán irán ería iría iera ieran", {
    anchors: "ieron iendo ido irán erán",
  }),
];

export const portuguese: readonly Paradigm[] = [
  paradigm("- s", { stem: /[aeiou]$/ }),
  paradigm("- es", { stem: /[rsz]$/ }),
  paradigm("ão ões ãos ães"),
  paradigm("al ais"),
  paradigm("el eis"),
  paradigm("il is eis"),
  paradigm("m ns"),
  paradigm("o a os as", { stem: /(?:ic|iv|os|an|ad|id|eir|in|ent|ist|it)$/, stemMin: 4 }),
  paradigm("or ora ores oras", { stem: /[dts]$/ }),
  paradigm("ar a am ou aram ava avam ado ando ará arão aria ariam e em", { anchors: "ar aram ou ando" }),
  paradigm("er ir e em eu iu eram iram ido endo indo erá irá erão irão", { anchors: "eu iu eram iram endo indo" }),
];

export const italian: readonly Paradigm[] = [
  paradigm("o i", { stem: /[^aeiou]$/ }),
  paradigm("a e", { stem: /[^aeiou]$/ }),
  paradigm("e i", { stem: /[^aeiou]$/ }),
  paradigm("a i", { stem: /ist$/ }),
  paradigm("io i"),
  paradigm("ia ie"),
  paradigm("co chi ca che"),
  paradigm("go ghi ga ghe"),
  paradigm("o a i e", { stem: /(?:at|it|ut|ic|iv|os|an|in|est|ent|ar)$/, stemMin: 4 }),
  paradigm("are a ano ò arono ava avano ato ando erà eranno", { anchors: "are arono ando" }),
  paradigm("ere ire e ono é ì erono irono eva iva evano ivano uto ito endo erà irà", { anchors: "ere ire endo" }),
];
