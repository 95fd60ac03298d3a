import type { Entry } from "../../domain/entry.ts";
import type { KnownEntry } from "../../domain/feeds/feed-store.ts";
import { hourMs } from "../../domain/time.ts";
import { foldText } from "../fold-text.ts";
import { type AddressFit, addressFit } from "./address-fit.ts";
import { isDatedGuid } from "./entry-identity.ts";
import { type GuidFit, guidFit } from "./guid-fit.ts";
import { similarText } from "./similar-text.ts";
import { statedAt } from "./stated-at.ts";

/** The evidence that the rest of a document gives about one of its entries. */
export interface DocumentEvidence {
  /**
   * True when the document's guids are all new, but most of its entries repeat a stored entry word for word. Such a
   * feed makes new guids each time.
   */
  readonly idsAreNew: boolean;
  /**
   * The guids without the number at their end (`guid-stem.ts`) that several entries of the document share. In these
   * guids the number tells entries apart, and not versions of one entry.
   */
  readonly sharedStems: ReadonlySet<string>;
  /**
   * Keys of addresses that several entries have, in the document or in the store. A page with such an address shows one
   * event after another.
   */
  readonly standingPages: ReadonlySet<string>;
}

/** With this weight or more, two entries are the same. */
export const sameWeightMin = 8;

/**
 * The weight of the evidence that an incoming entry is the stored one. Every kind of evidence counts; only a real id
 * decides alone. The pair with the greatest weight is matched first, and a stored entry matches only one entry of a
 * document. Pure.
 *
 *     guid      the same, and it is a real id or the content is the same too         +40
 *               the same guid, but it is a place in a list, a word or a page         +10
 *               the same except for scheme, host or tracking                         +12
 *               versions of one article ("…#0", "…#1"), one of them in the document  +10
 *               no guids, but the same address and title                              +6
 *               two different real guids                                              -3
 *     address   the same, with an article's id in it                                 +16
 *               the same, with a date or a long slug, or it is the only id           +13
 *               different, but with the same id, or only parts differ that change
 *               with each visit                                                       +6
 *               the same, with a few words and no id                                  +5
 *               the same page, which shows one event after another                    +3
 *               different                                                             -3
 *     title     the same +4 (a short one +2), similar +2, different -3
 *     text      the same +5 (a short one +2); the share of common words: 80 % +4, 50 % +1, 20 % -2, less -3
 *     date      Both entries state a date, and the date is the same: +8 if title and text are the same, otherwise +4.
 *               If it is a day without a time: +2 and 0.
 *               The dates differ: -20 if the real guids differ and text and title (except for figures) are the same,
 *               because this is a new event. At an article's address with different guids: +2 within twelve hours,
 *               because this is an edit; later -8 if the texts differ. Without an article's address: -6 if the
 *               addresses or the real guids differ, or an address is missing. In all other cases 0, because an edit
 *               has its own date.
 *     document  all its guids are new, and most of its texts are known                +4
 *
 * Measured: of the pairs of unrelated headlines of one outlet, 1 % share more than 0.35 of their words; of the pairs
 * of headlines of one entry, 95 % do. At the address of a standing page (such as a live page), successive
 * texts may have nothing in common. At an article's address, the next text almost always shares at least 0.2 of its
 * words with the text before it.
 */
export function weighIdentity(incoming: Entry, past: KnownEntry, document: DocumentEvidence): number {
  const guid = guidFit(incoming, past, document.sharedStems);
  if (guid === "same") return guidWeights.same;
  if (past.purged) return purgedWeight(guid, incoming, past);
  const address = addressFit(incoming, past, guid, document.standingPages);
  const title = titleFit(incoming.title, past.title);
  const text = textFit(incoming, past);
  return (
    guidWeights[guid] +
    addressWeights[address] +
    titleWeights[title] +
    textWeights[text] +
    dateWeight(incoming, past, { guid, address, title, text }) +
    (document.idsAreNew ? 4 : 0)
  );
}

const guidWeights: Readonly<Record<GuidFit, number>> = {
  same: 40,
  place: 10,
  flipped: 12,
  version: 10,
  addressAndTitle: 6,
  untold: 0,
  different: -3,
};
const addressWeights: Readonly<Record<AddressFit, number>> = {
  article: 16,
  likelyArticle: 13,
  kin: 6,
  slug: 5,
  page: 3,
  untold: 0,
  different: -3,
};
const titleWeights = { same: 4, sameShort: 2, alike: 2, untold: 0, different: -3 } as const;
const textWeights = { same: 5, sameShort: 2, nearly: 4, alike: 1, untold: 0, little: -2, different: -3 } as const;
type TitleFit = keyof typeof titleWeights;
type TextFit = keyof typeof textWeights;

const titleCharsMin = 8;
const textCharsMin = 60;
const likeTitleMin = 0.35;
const nearlyTextMin = 0.8;
const likeTextMin = 0.5;
const littleTextMin = 0.2;

function titleFit(incoming: string, stored: string): TitleFit {
  const [title, past] = [foldText(incoming), foldText(stored)];
  if (title === "" || past === "") return title === past ? "untold" : "different";
  if (title === past) return title.length >= titleCharsMin ? "same" : "sameShort";
  return similarText(title, past) >= likeTitleMin ? "alike" : "different";
}

function textFit(incoming: Pick<Entry, "text">, past: Pick<KnownEntry, "text">): TextFit {
  if (incoming.text === "" || past.text === "") return incoming.text === past.text ? "sameShort" : "untold";
  if (incoming.text === past.text) return incoming.text.length >= textCharsMin ? "same" : "sameShort";
  const similar = similarText(incoming.text, past.text);
  if (similar >= nearlyTextMin) return "nearly";
  if (similar >= likeTextMin) return "alike";
  return similar >= littleTextMin ? "little" : "different";
}

/** Dates less than a minute apart count as equal, because feeds round dates and may read their clocks twice. */
const sameDateMsMax = 60_000;

/**
 * An article is usually edited within this time. When a columnist's new text replaces the last one at the same address,
 * it comes later than this.
 */
const editMsMax = 12 * hourMs;

interface OtherEvidence {
  readonly guid: GuidFit;
  readonly address: AddressFit;
  readonly title: TitleFit;
  readonly text: TextFit;
}

function dateWeight(incoming: Entry, past: KnownEntry, other: OtherEvidence): number {
  const date = statedAt(incoming, 1);
  if (date === null || statedAt(past, 1) === null) return 0;
  const pastDates = [statedAt(past, past.revision), past.restatedAt ?? null].filter((one) => one !== null);
  if (pastDates.some((pastDate) => Math.abs(date - pastDate) < sameDateMsMax)) {
    const repeats = other.title.startsWith("same") && other.text.startsWith("same");
    const isDay = incoming.dateClass === "midnight" || past.dateClass === "midnight";
    if (isDay) return repeats ? 2 : 0;
    return repeats ? 8 : 4;
  }
  return otherDateWeight(incoming, past, { ...other, isKnown: pastDates.length > 0 });
}

function otherDateWeight(
  incoming: Entry,
  past: KnownEntry,
  { guid, address, title, text, isKnown }: OtherEvidence & { readonly isKnown: boolean },
): number {
  const isOther = guid === "different" || isDatedGuid(past.guid);
  const isArticle = address === "article" || address === "likelyArticle";
  if (isOther && isKnown && text.startsWith("same") && isSeries(title, incoming.title, past.title)) return -20;
  if (!isArticle) return isKnown && (isOther || address === "different" || address === "untold") ? -6 : 0;
  if (!isOther) return 0;
  if (Math.abs(incoming.publishedAt - past.publishedAt) < editMsMax) return 2;
  return text === "different" ? -8 : 0;
}

/** Whether two titles are equal, or equal except for their figures: "News at 10", "News at 11". */
function isSeries(fit: TitleFit, title: string, past: string): boolean {
  if (fit.startsWith("same")) return true;
  return fit === "alike" && foldText(title).replace(/\d+/g, "0") === foldText(past).replace(/\d+/g, "0");
}

/** The weight of a purged entry, of which only the keys are left. */
function purgedWeight(guid: GuidFit, incoming: Entry, past: KnownEntry): number {
  const isSame = guid === "flipped" && incoming.urlKey !== null && incoming.urlKey === past.urlKey;
  return isSame ? guidWeights.same : 0;
}

/** Whether two entries have the same words, whatever their ids, and enough of them to rule out chance. */
export function saysTheSame(incoming: Entry, past: KnownEntry): boolean {
  return titleFit(incoming.title, past.title) === "same" && textFit(incoming, past) === "same";
}
