import { dayMs } from "../time.ts";

/**
 * What was withdrawn, restored or corrected is told to readers whose documents no longer show it (RFC 5005 section 4):
 * it stands behind the newest items of a feed's main document, under its old id, while the feed goes on for so long by
 * its own clock, the newest arrival. The latest of them where there are more. Only what stood in that document before
 * is told again: nobody needs to hear that what he never saw is withdrawn.
 */
export const toldAgainMsMax = 2 * dayMs;
export const toldAgainMax = 20;
/** In the document for so long, an item was there to be seen. Readers are asked to come no more often (`max-age`). */
export const seenMsMin = 60_000;
