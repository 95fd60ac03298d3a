import type { EntryChange } from "../../../../domain/feeds/feed-store.ts";
import type { Connection } from "../../connection.ts";
import type { Transaction } from "../../transaction.ts";

/** With so many characters of new texts, the list of new rows is about a third full. */
const charactersMax = 50_000;

/**
 * Returns a function that is told which entries were saved. The index of words keeps new rows in a list, and sorts them
 * in when the list is full. The save that fills the list would do so while all other writers wait, often for more than
 * a tenth of a second. So the list is sorted in earlier, beside the writers.
 */
export function createIndexSorter({ writeBeside }: Connection): (saved: readonly EntryChange[]) => void {
  let characters = 0;
  let isSorting = false;

  function sort(): void {
    if (isSorting || characters < charactersMax) return;
    characters = 0;
    isSorting = true;
    // If this fails, the rows stay in the list, where searches find them as well.
    void writeBeside(sortIn).then(sorted, sorted);
  }

  function sorted(): void {
    isSorting = false;
    sort();
  }

  return (saved) => {
    for (const change of saved) if (change.kind !== "unchanged") characters += change.entry.text.length;
    sort();
  };
}

/** Nothing is waited for before the commit is sent, so a busy process never leaves this transaction idle. */
async function sortIn(tx: Transaction): Promise<void> {
  tx.send("SELECT gin_clean_pending_list('search_words')");
}
