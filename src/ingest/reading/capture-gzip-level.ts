/** A low level, because many documents are kept and few are ever read. */
export const captureGzipLevel = 2;
