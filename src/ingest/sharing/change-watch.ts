import type { StoreChange } from "../../domain/commands.ts";
import type { ReadStore } from "../../domain/store.ts";

/**
 * Finds out whether another process has changed what readers see. Returns a function that looks once, with two small
 * reads. A call while another look runs does nothing.
 */
export function createChangeWatch(deps: {
  readonly store: Pick<ReadStore, "readChangeMark" | "readCommandMark">;
  readonly onChange: (change: StoreChange) => void;
}): () => Promise<void> {
  let known: { readonly mark: number; readonly rulings: number } | null = null;
  let isLooking = false;

  async function look(): Promise<void> {
    // Read the mark last: a ruling is answered in the transaction that moves the mark.
    const rulings = await deps.store.readCommandMark("desk");
    const mark = await deps.store.readChangeMark();
    const before = known;
    known = { mark, rulings };
    if (before !== null && before.mark !== mark) deps.onChange({ byEditor: before.rulings !== rulings });
  }

  return async () => {
    if (isLooking) return;
    isLooking = true;
    await look().finally(() => {
      isLooking = false;
    });
  };
}
