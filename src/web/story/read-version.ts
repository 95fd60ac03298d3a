import { WireError } from "../../domain/errors.ts";
import type { ReadStore } from "../../domain/store.ts";
import type { Version } from "./compare-page.tsx";

/**
 * Reads the version that an address names: "12" is the present state of entry 12, "12.1" is its first. Throws WireError
 * not-found when there is none.
 */
export async function readVersion(store: ReadStore, named: string): Promise<Version> {
  const [, id, number] = /^([1-9]\d{0,14})(?:\.([1-9]\d{0,5}))?$/.exec(named.trim()) ?? [];
  const entry = id === undefined ? null : await store.readEntry(Number(id));
  if (entry === null)
    throw new WireError("not-found", "One of the two versions does not exist. It may have been deleted.");
  const revision = number === undefined ? entry.revision : Number(number);
  if (revision === entry.revision) {
    const at = revision === 1 ? entry.firstSeenAt : entry.revisedAt;
    return { entry, revision, title: entry.title, text: entry.text, at };
  }
  const state = (await store.readRevisions(entry.id)).find((one) => one.number === revision);
  if (state === undefined) throw new WireError("not-found", `The entry has no version ${revision}.`);
  return { entry, revision, title: state.title, text: state.text, at: state.seenAt };
}
