import { dayMs } from "../time.ts";

/**
 * If an item is withdrawn, restored or corrected after it has left a feed's main document, the document shows it again
 * (RFC 5005 section 4). Such items come after the newest items, and keep their old ids. Each stays until the newest
 * arrival is `toldAgainMsMax` later than its change. If there are more than `toldAgainMax`, those with the latest
 * changes are shown. An item that was never in the document is not shown again, because no reader has seen it.
 */
export const toldAgainMsMax = 2 * dayMs;
export const toldAgainMax = 20;
/**
 * An item that was in the document for this long counts as seen. This is the shortest `max-age` that we send, so
 * readers may poll at this interval.
 */
export const seenMsMin = 60_000;
