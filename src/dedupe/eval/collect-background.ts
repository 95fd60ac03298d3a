import { defaultSettings } from "../settings.ts";
import { backgroundShareUnits, backgroundTermBytes } from "../text/background.ts";
import { termFact } from "../text/collect-terms.ts";
import { createPacker, headWords, sizesOf } from "../text/pack-item.ts";
import { factsOf } from "../text/prepare-item.ts";
import type { EvalItem, ToItem } from "./eval-types.ts";

/**
 * The number of documents in which a word occurs, and the number in which it has a capital in mid-sentence minus the
 * number in which it is in lower case there.
 */
interface Spread {
  documents: number;
  capitals: number;
}

/**
 * A word that is in a smaller share of the documents than `shareMin`, or in fewer documents than `timesMin`, is left
 * out. At most `termsMax` words of a language are kept. A language with fewer than `documentsMin` documents gets none.
 */
const shareMin = 0.0008;
const timesMin = 3;
const termsMax = 5000;
const documentsMin = 400;

/** Common words by language with their share of documents, packed in the form that background.ts reads. */
export function collectBackground(items: readonly EvalItem[], toItem: ToItem): Readonly<Record<string, string>> {
  const packer = createPacker(defaultSettings);
  const languages = new Map<string, { documents: number; readonly terms: Map<number, Spread> }>();
  for (const [place, one] of items.entries()) {
    const item = toItem(one, { id: place + 1, sourceId: 1, arrivedAt: 0 });
    const tag = (item.language ?? "").split("-", 1)[0] as string;
    if (tag === "") continue;
    const language = languages.get(tag) ?? { documents: 0, terms: new Map<number, Spread>() };
    languages.set(tag, language);
    language.documents += 1;
    countTerms(packer.pack(item), language.terms);
  }
  const found = [...languages].filter(([, language]) => language.documents >= documentsMin);
  return Object.fromEntries(found.map(([tag, { documents, terms }]) => [tag, packTerms(terms, documents)]));
}

function countTerms(pack: Uint32Array, terms: Map<number, Spread>): void {
  const count = sizesOf(pack).terms;
  for (let i = 0; i < count; i += 1) {
    const hash = pack[headWords + i] as number;
    const facts = factsOf(pack, count, i);
    const spread = terms.get(hash) ?? { documents: 0, capitals: 0 };
    spread.documents += 1;
    if (facts & termFact.mid && !(facts & termFact.number)) spread.capitals += facts & termFact.midCapital ? 1 : -1;
    terms.set(hash, spread);
  }
}

function packTerms(terms: ReadonlyMap<number, Spread>, documents: number): string {
  const common = [...terms].filter(
    ([, spread]) => spread.documents >= timesMin && spread.documents / documents >= shareMin,
  );
  common.sort((a, b) => b[1].documents - a[1].documents || a[0] - b[0]);
  const kept = common.slice(0, termsMax);
  const bytes = Buffer.alloc(kept.length * backgroundTermBytes);
  for (const [place, [hash, spread]] of kept.entries()) {
    const units = Math.min(backgroundShareUnits - 2, Math.round((spread.documents / documents) * backgroundShareUnits));
    bytes.writeUInt32BE(hash, place * backgroundTermBytes);
    bytes.writeUInt16BE((units & 0xfffe) | (spread.capitals > 0 ? 1 : 0), place * backgroundTermBytes + 4);
  }
  return bytes.toString("base64");
}
