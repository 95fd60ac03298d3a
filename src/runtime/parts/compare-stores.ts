import type { Config } from "../../config/config.ts";
import { compareDocuments } from "../../documents/compare-documents.ts";
import type { StoreComparison } from "../../domain/files/store-copies.ts";
import { openReadStore } from "../../store/open-store.ts";
import { systemClock } from "../system-clock.ts";

/** Compares all documents of two stores. `onCompared` is called with the number of documents compared so far. */
export async function compareStores(
  { sections, server }: Config,
  one: string,
  other: string,
  onCompared: (documents: number) => void,
): Promise<StoreComparison> {
  const left = await openReadStore(one);
  try {
    const right = await openReadStore(other);
    try {
      const { baseUrl } = server;
      return await compareDocuments(left, right, { sections, baseUrl, clock: systemClock, onCompared });
    } finally {
      await right.close();
    }
  } finally {
    await left.close();
  }
}
