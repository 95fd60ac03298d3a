/** Kept documents are many and seldom read. */
export const captureGzipLevel = 4;
