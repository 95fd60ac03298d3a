/**
 * Waits for parts of a transaction whose statements are sent together, so that they need fewer round trips to the
 * server. Unlike `Promise.all`, it also waits for the other parts when one fails. So no part sends a statement after
 * the transaction has ended.
 */
export async function together<const Parts extends readonly unknown[]>(
  parts: Parts,
): Promise<{ -readonly [At in keyof Parts]: Awaited<Parts[At]> }> {
  await Promise.allSettled(parts);
  return await Promise.all(parts);
}
