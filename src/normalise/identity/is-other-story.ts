import type { Entry } from "../../domain/entry.ts";
import type { KnownEntry } from "../../domain/store.ts";
import { foldText } from "../fold-text.ts";
import type { EntryIdentity } from "./entry-identity.ts";
import { type GuidWorth, guidWorth } from "./guid-worth.ts";
import { isPageAddress } from "./is-page-address.ts";
import { similarText } from "./similar-text.ts";

/** A shorter title proves nothing ("Weather") where the addresses differ. */
const titleCharsMin = 8;
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
export function isOtherStory(incoming: Entry, identity: EntryIdentity, past: KnownEntry): boolean {
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
