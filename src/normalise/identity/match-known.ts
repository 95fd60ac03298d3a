import type { Entry } from "../../domain/entry.ts";
import type { KnownEntry } from "../../domain/store.ts";
import { foldText } from "../fold-text.ts";
import { type EntryIdentity, isContentKey } from "./entry-identity.ts";
import { guidWorth } from "./guid-worth.ts";
import { identitiesOf } from "./identities-of.ts";
import { isOtherStory } from "./is-other-story.ts";
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
