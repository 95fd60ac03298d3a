import type { StoreChange } from "../../domain/commands.ts";
import type { ReadStore } from "../../domain/store.ts";

/**
 * Finds out whether another process has changed what readers see. Returns a function that looks once, with one small
 * read, and another one after a change. A call while another look runs does nothing.
 */
export function createChangeWatch(deps: {
  readonly store: Pick<ReadStore, "readChangeMark" | "readCommandMark">;
  readonly onChange: (change: StoreChange) => void;
}): () => Promise<void> {
  let known: { readonly mark: number; readonly rulings: number } | null = null;
  let isLooking = false;

  async function look(): Promise<void> {
    const before = known;
    const mark = await deps.store.readChangeMark();
    if (mark === before?.mark) return;
    // A ruling is answered in the transaction that moves the mark. So the rulings that are read now include those of
    // this mark. If they include a later one, it is told now, and the later mark is told as any other change.
    const rulings = await deps.store.readCommandMark("desk");
    known = { mark, rulings };
    if (before !== null) deps.onChange({ byEditor: before.rulings !== rulings });
  }

  return async () => {
    if (isLooking) return;
    isLooking = true;
    await look().finally(() => {
      isLooking = false;
    });
  };
}
