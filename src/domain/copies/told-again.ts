import { dayMs } from "../time.ts";

/**
 * A feed's main document shows withdrawn, restored and corrected items again when they have left it (RFC 5005 section
 * 4). They come after the newest items, and keep their old ids. They stay until the newest arrival is this much later
 * than the change. When there are more than the maximum, the latest changes are shown. An item that was never in the
 * document is not shown again, because no reader has seen it.
 */
export const toldAgainMsMax = 2 * dayMs;
export const toldAgainMax = 20;
/**
 * An item that was in the document for this long counts as seen. It is the shortest `max-age`, so readers may poll this
 * often.
 */
export const seenMsMin = 60_000;
