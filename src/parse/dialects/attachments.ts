import type { Attachment } from "../../domain/parsed-feed.ts";
import { absoluteUrl } from "../absolute-url.ts";
import { emptyAttachment } from "../draft.ts";

/**
 * Adds an attachment, once for each URL. Statements about one file by an enclosure, a link and Media RSS are merged;
 * the first value of each field is kept.
 */
export function addAttachment(
  attachments: Attachment[],
  reference: string,
  base: string,
  said: Partial<Attachment>,
): void {
  if (attachments.length >= attachmentsPerItemMax) return;
  const url = absoluteUrl(reference, base);
  if (url === null) return;
  const known = attachments.findIndex((attachment) => attachment.url === url);
  const fresh: Attachment = { ...emptyAttachment, ...said, url };
  const merged = { ...fresh, medium: fresh.medium ?? mediumOf(fresh.type) };
  const before = attachments[known];
  if (before === undefined) {
    attachments.push(merged);
    return;
  }
  attachments[known] = fillGaps(before, merged);
}

/** Further attachments of an item are left out. */
export const attachmentsPerItemMax = 64;

function fillGaps(known: Attachment, more: Attachment): Attachment {
  return {
    url: known.url,
    type: known.type ?? more.type,
    lengthBytes: known.lengthBytes ?? more.lengthBytes,
    medium: known.medium ?? more.medium,
    title: known.title ?? more.title,
    credit: known.credit ?? more.credit,
    width: known.width ?? more.width,
    height: known.height ?? more.height,
    durationSeconds: known.durationSeconds ?? more.durationSeconds,
    thumbnailUrl: known.thumbnailUrl ?? more.thumbnailUrl,
  };
}

/** The medium of a media type: "image", "video" or "audio"; null for other types. */
export function mediumOf(type: string | null): string | null {
  const main = type?.split("/")[0]?.trim().toLowerCase() ?? "";
  return main === "image" || main === "video" || main === "audio" ? main : null;
}

/** Reads a whole number from 0 up, of at most 15 digits; null for any other text. */
export function numberOf(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? "";
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : null;
}

/** Seconds from "754", "12:34" or "1:02:03" (itunes:duration); null for any other text. */
export function secondsOf(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? "";
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(trimmed)) return Math.round(Number(trimmed));
  if (!/^\d{1,3}(?::\d{1,2}){1,2}$/.test(trimmed)) return null;
  return trimmed.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}
