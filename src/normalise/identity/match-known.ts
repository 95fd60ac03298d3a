import type { Entry } from "../../domain/entry.ts";
import type { KnownEntry } from "../../domain/store.ts";
import { foldText } from "../fold-text.ts";
import { type EntryIdentity, identitiesOf, isContentKey } from "./entry-identity.ts";
import { isPageAddress } from "./fold-url.ts";
import { type GuidWorth, guidWorth } from "./guid-worth.ts";
import { similarText } from "./similar-text.ts";

/**
 * How an incoming entry is found among the stored ones, the surest way first. own: by its own guid. identity: by
 * another id that the same item goes by (see `identitiesOf`). healed: by what stays when a guid flips or a text is
 * edited.
 */
export type MatchStep = "own" | "identity" | "healed";
export const matchSteps: readonly MatchStep[] = ["own", "identity", "healed"];

/** A shorter title proves nothing ("Weather"). */
const titleCharsMin = 8;
/**
 * Two texts under one address and one title are one entry when so much of the shorter is in the other: a daily column's
 * are not.
 */
const sameTextMin = 0.5;

/**
 * The stored entry that an incoming one is, by one step; null where none. `known`: those that no other entry of the
 * document is. Pure.
 */
export function findKnown(incoming: Entry, known: readonly KnownEntry[], step: MatchStep): KnownEntry | null {
  switch (step) {
    case "own":
      return findOwn(incoming, known);
    case "identity":
      return findByIdentity(incoming, known);
    case "healed":
      return findHealed(incoming, known);
  }
}

function findOwn(incoming: Entry, known: readonly KnownEntry[]): KnownEntry | null {
  const same = known.find((entry) => entry.guid === incoming.guid);
  return same === undefined || isOtherStory(incoming, incoming, same) ? null : same;
}

function findByIdentity(incoming: Entry, known: readonly KnownEntry[]): KnownEntry | null {
  const [own, ...others] = identitiesOf(incoming);
  for (const identity of others.toReversed()) {
    const same = known.find((entry) => entry.guid === identity.guid);
    if (same !== undefined && isSameUnder(identity, own, incoming, same)) return same;
  }
  return null;
}

/**
 * The content itself proves that two are one. A permalink does when the entry has no better id, and else with the keys
 * or the text.
 */
function isSameUnder(identity: EntryIdentity, own: EntryIdentity, incoming: Entry, past: KnownEntry): boolean {
  if (identity.guidOrigin === "content") return true;
  if (past.purged) return past.guidKey === identity.guidKey;
  if (own.guidOrigin === "guid" && guidWorth(own) === "poor") return !isOtherStory(incoming, identity, past);
  return incoming.contentHash === past.contentHash || (equalTitle(incoming, past) && sameText(incoming, past));
}

/**
 * The same guid but for scheme, host or tracking, with the same address or title; else the same address and title with
 * a like text.
 */
function findHealed(incoming: Entry, known: readonly KnownEntry[]): KnownEntry | null {
  const keys = new Set(identitiesOf(incoming).map((identity) => identity.guidKey));
  return (
    known.find(
      (entry) =>
        entry.guidKey === incoming.guidKey &&
        !isContentKey(entry.guidKey) &&
        (sameUrl(incoming, entry) || sameTitle(incoming, entry)),
    ) ??
    known.find((entry) => sameUrl(incoming, entry) && sameTitle(incoming, entry) && sameText(incoming, entry)) ??
    known.find(
      (entry) =>
        isContentKey(entry.guidKey) &&
        keys.has(entry.guidKey) &&
        equalTitle(incoming, entry) &&
        sameText(incoming, entry),
    ) ??
    null
  );
}

function sameUrl(incoming: Entry, past: KnownEntry): boolean {
  return incoming.urlKey !== null && incoming.urlKey === past.urlKey;
}

function sameTitle(incoming: Entry, past: KnownEntry): boolean {
  return foldText(incoming.title).length >= titleCharsMin && equalTitle(incoming, past);
}

function equalTitle(incoming: Entry, past: KnownEntry): boolean {
  const title = foldText(incoming.title);
  return title !== "" && title === foldText(past.title);
}

function sameText(incoming: Entry, past: KnownEntry): boolean {
  if (past.text === "" || incoming.text === "") return true;
  return similarText(incoming.text, past.text) >= sameTextMin;
}

/**
 * Of unrelated headlines of one outlet one pair in a hundred shares more of its words; of an entry's two headlines
 * nineteen pairs in twenty do.
 */
const likeTitleMin = 0.35;
/**
 * Texts that share less are different stories: at a page almost any may follow any, at an article's address hardly one
 * another.
 */
const otherTextMax: Readonly<Record<Exclude<GuidWorth, "sure">, number>> = { poor: 0.6, likely: 0.2 };

/**
 * Whether the stored entry that goes by `identity` is another story altogether: some feeds give one guid, or one
 * address, to whatever stands in its place. Of a purged entry only the keys are left to tell.
 */
function isOtherStory(incoming: Entry, identity: EntryIdentity, past: KnownEntry): boolean {
  const worth = guidWorth(identity);
  if (worth === "sure" || incoming.contentHash === past.contentHash) return false;
  if (past.purged) return identity.guidKey !== past.guidKey;
  if (incoming.url !== null && !isPageAddress(incoming.url) && identity.guidOrigin === "guid") {
    return incoming.urlKey !== past.urlKey && isOtherAt(incoming, past, "elsewhere", worth);
  }
  return isOtherAt(incoming, past, "here", worth);
}

function isOtherAt(
  incoming: Entry,
  past: KnownEntry,
  place: "here" | "elsewhere",
  worth: Exclude<GuidWorth, "sure">,
): boolean {
  if (titlesAgree(foldText(incoming.title), foldText(past.title), place)) return false;
  if (worth === "likely" && (incoming.text === "" || past.text === "")) return false;
  return similarText(incoming.text, past.text) < otherTextMax[worth];
}

function titlesAgree(title: string, past: string, place: "here" | "elsewhere"): boolean {
  if (title === past) return place === "here" ? title !== "" : title.length >= titleCharsMin;
  return place === "here" && similarText(title, past) >= likeTitleMin;
}
