import type { Attachment } from "../domain/parsed-feed.ts";
import { cleanLine } from "./clean-text.ts";
import { httpUrl } from "./identity/http-url.ts";

const attachmentsMax = 50;
const labelCharsMax = 500;

/** Attachments with absolute http(s) addresses, each address once, at most 50. */
export function cleanAttachments(attachments: readonly Attachment[]): readonly Attachment[] {
  const byUrl = new Map<string, Attachment>();
  for (const attachment of attachments.slice(0, 4 * attachmentsMax)) {
    const url = httpUrl(attachment.url);
    if (url === null || byUrl.has(url) || byUrl.size >= attachmentsMax) continue;
    byUrl.set(url, {
      ...attachment,
      url,
      type: label(attachment.type),
      title: label(attachment.title),
      credit: label(attachment.credit),
      thumbnailUrl: attachment.thumbnailUrl === null ? null : httpUrl(attachment.thumbnailUrl),
    });
  }
  return [...byUrl.values()];
}

function label(text: string | null): string | null {
  const clean = text === null ? "" : cleanLine(text).slice(0, labelCharsMax);
  return clean === "" ? null : clean;
}
