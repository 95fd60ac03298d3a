import type { Attachment } from "../domain/parsed-feed.ts";

/**
 * The media type of an attachment. An RSS enclosure must name a type, so a missing type is guessed from the suffix of
 * the address, and then from the medium.
 */
export function attachmentType(attachment: Attachment): string {
  if (attachment.type !== null) return attachment.type;
  const path = new URL(attachment.url).pathname;
  const suffix = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return typeOfSuffix[suffix] ?? typeOfMedium[attachment.medium ?? ""] ?? "application/octet-stream";
}

const typeOfSuffix: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  svg: "image/svg+xml",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  mp4: "video/mp4",
  webm: "video/webm",
  pdf: "application/pdf",
};
const typeOfMedium: Readonly<Record<string, string>> = { image: "image/jpeg", audio: "audio/mpeg", video: "video/mp4" };
