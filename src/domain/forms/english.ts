import { type Paradigm, paradigm } from "./paradigm.ts";

/** Covers only inflection: plurals, and the forms of regular verbs. */
export const english: readonly Paradigm[] = [
  // walk, walks, walked, walking; but not words such as hop (hopped) and hope (hoped)
  paradigm("- s ed ing", {
    stem: /(?:[aeiouy].*[^aeiou\s]|[aeiou]{2}.*)(?<![^aeiouy][aeiouy][bdgklmnprtvz])(?<![sxz]|[cs]h|[^aeiou]y)$|[aeiouy][^aeiou]*[aeiouy].*[^aeiousxzy](?<![cs]h)$|(?:oo|ee|ow|ew|ay|oy|ey)$/,
  }),
  paradigm("- s", { stem: /(?<![sxz]|[cs]h|[^aeiou]y)$/ }),
  paradigm("- es ed ing", { stem: /(?:[sxzo]|[cs]h)$/ }),
  paradigm("e es ed ing", { stemMin: 2, stem: /[aeiouy].*[^aeiou]$|[^aeiou][lrtsn]$|u$/ }),
  paradigm("y ies ied ying", { stem: /[^aeiou]$/ }),
  paradigm("f ves", { stem: /[aeiou]l?$/ }),
  paradigm("fe ves", { stemMin: 2, stem: /i$/ }),
  paradigm("man men", { stemMin: 2 }),
  // stop, stops, stopped, stopping
  ..."bdgklmnprtvz".split("").map((letter) => {
    const twice = letter + letter;
    return paradigm(`${letter} ${letter}s ${twice}ed ${twice}ing`, { stemMin: 2, stem: /[^aeiouy][aeiouy]$|u[aei]$/ });
  }),
];

/** Words that look like forms of other words but are not. */
export const englishAlone: ReadonlySet<string> = new Set(
  (
    "news politics economics series species evening morning nothing something anything everything spring during " +
    "ceiling king wing string sing ring thing bring his this its was has does thus plus less across always perhaps " +
    "indeed hundred united customs outskirts headquarters needs wedding being used does goes process " +
    "address access success business press class loss boss crisis basis analysis status virus campus bonus focus " +
    "census versus chaos pass mass glass gas bus yes christmas paris texas kansas wales james charles thomas jones " +
    "davis harris williams lewis hamas times us"
  ).split(" "),
);
