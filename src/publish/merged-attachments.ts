import type { StoredEntry } from "../domain/entry.ts";
import type { Attachment } from "../domain/parsed-feed.ts";
import { cleanLine } from "./clean-text.ts";
import { cleanUrl } from "./clean-url.ts";

/** The attachments of a text, each address once, with clean values. At most 20. */
export function attachmentsOf(lead: StoredEntry): readonly Attachment[] {
  const seen = new Set<string>();
  const kept: Attachment[] = [];
  for (const attachment of lead.attachments) {
    const url = cleanUrl(attachment.url);
    if (url === null || seen.has(url) || kept.length === attachmentsMax) continue;
    seen.add(url);
    kept.push({
      ...attachment,
      url,
      type: attachment.type !== null && mediaType.test(attachment.type) ? attachment.type.toLowerCase() : null,
      medium: mediums.has(attachment.medium ?? "") ? attachment.medium : null,
      title: attachment.title === null ? null : cleanLine(attachment.title) || null,
      credit: attachment.credit === null ? null : cleanLine(attachment.credit) || null,
      thumbnailUrl: cleanUrl(attachment.thumbnailUrl),
      lengthBytes: wholeNumber(attachment.lengthBytes),
      width: wholeNumber(attachment.width),
      height: wholeNumber(attachment.height),
      durationSeconds: wholeNumber(attachment.durationSeconds),
    });
  }
  return kept;
}

const attachmentsMax = 20;

/** A whole number from 1 up, or null: Media RSS allows neither zero nor fractions, and JSON has no NaN. */
function wholeNumber(value: number | null): number | null {
  const whole = Math.trunc(value ?? 0);
  return Number.isSafeInteger(whole) && whole >= 1 ? whole : null;
}

const mediaType = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/i;
const mediums = new Set(["image", "video", "audio", "document"]);
