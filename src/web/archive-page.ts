import type { Page } from "../domain/section.ts";

/** What is read for a document of the archive; most end long before. */
export const archiveItemsMax = 500;
/** An item whose number divides by this ends its document: one in so many. */
const boundaryEvery = 200;

/**
 * RFC 5005 section 4 wants documents whose addresses and content stay as they are while the feed goes on. So where one ends does not depend
 * on where it begins, but on the items: the first boundary ends it. Chains that begin at different places thus run together, and a reader
 * that follows them finds documents that it knows after one that is new. Too long a stretch without a boundary is cut.
 */
export function archivePage(page: Page): Page {
  const boundary = page.items.findIndex(({ id }) => id % boundaryEvery === 0);
  const last = page.items[boundary];
  if (last === undefined || boundary === page.items.length - 1) return page;
  return { items: page.items.slice(0, boundary + 1), next: { at: last.arrivedAt, id: last.id } };
}
