/** eld's table as its detector reads it: scores by language number, for each group of letters that it asks for. */
export interface GroupTable {
  readonly type: string;
  readonly languages: Readonly<Record<string, string>>;
  readonly ngrams: Readonly<Record<string, Readonly<Record<string, number>> | undefined>>;
}

/**
 * Reads the source text of eld's table (`{type:'…',languages:{0:'am',…},…,ngrams:{abc:{11:64,37:80},' d':{9:71},…}}`) without making its objects:
 * the scores of all groups lie in one array, and a group's are made into an object when they are asked for.
 * Throws where the text is anything else.
 */
export function packGroups(source: string): GroupTable {
  const start = source.indexOf(groupsMark);
  const type = /type:'([^']+)'/.exec(source)?.[1];
  if (start < 0 || type === undefined) throw new Error("the table of languages is not as it was");
  const languages = Object.fromEntries(
    [...source.slice(0, start).matchAll(/(\d+):'([a-z]+)'/g)].map(([, id = "", code = ""]) => [id, code]),
  );
  const places = new Map<string, number>();
  const packed: number[] = [];
  for (const [, quoted, bare = "", scores = ""] of source.slice(start + groupsMark.length).matchAll(groupPattern)) {
    places.set(quoted?.replaceAll("\\'", "'") ?? bare, packed.length);
    const numbers = scores.split(/[:,]/).map(Number);
    packed.push(numbers.length, ...numbers);
  }
  return { type, languages, ngrams: asRecord(places, Uint16Array.from(packed)) };
}

const groupsMark = "ngrams:{";
const groupPattern = /(?:'((?:[^'\\]|\\')*)'|([^'{},:]+)):\{([\d:,]+)\}/g;

function asRecord(places: ReadonlyMap<string, number>, packed: Uint16Array): GroupTable["ngrams"] {
  return new Proxy(
    {},
    {
      get(_none, group) {
        const at = typeof group === "string" ? places.get(group) : undefined;
        if (at === undefined) return undefined;
        const scores: Record<number, number> = {};
        for (let index = at + 1; index < at + 1 + (packed[at] ?? 0); index += 2)
          scores[packed[index] ?? 0] = packed[index + 1] ?? 0;
        return scores;
      },
    },
  );
}
