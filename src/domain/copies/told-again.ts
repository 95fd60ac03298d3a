import { dayMs } from "../time.ts";

/**
 * A feed's main document shows withdrawn, restored and corrected items again when they have left it (RFC 5005 section
 * 4). They stand behind the newest items, under their old ids. They stay until the newest arrival is this much later
 * than the change. When there are more than the maximum, the latest changes are shown. An item that never stood in the
 * document is not shown again, because no reader has seen it.
 */
export const toldAgainMsMax = 2 * dayMs;
export const toldAgainMax = 20;
/** An item that stood in the document this long counts as seen. `max-age` asks readers to poll no more often. */
export const seenMsMin = 60_000;
