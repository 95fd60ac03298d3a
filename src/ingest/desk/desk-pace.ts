/**
 * Limits the reading of documents to the pace at which the desk decides on their entries. Without it, a poll of many
 * feeds stores thousands of entries before the desk has decided on the first, and nobody sees them for seconds.
 */
export interface DeskPace {
  /**
   * Runs the ingest of one document as soon as few entries wait for the desk. `addedBy`: how many entries of the
   * document now wait for the desk.
   */
  readonly run: <Result>(ingest: () => Promise<Result>, addedBy: (result: Result) => number) => Promise<Result>;
  /** Called during a pass of the desk with the number of entries that the pass has decided on so far. */
  readonly decided: (countInPass: number) => void;
  /**
   * Called at the end of a pass, even if it failed or another process decides. From then on, entries that still wait
   * hold no document back.
   */
  readonly passEnded: () => void;
}

export function createDeskPace(): DeskPace {
  let waiting = 0;
  let running = 0;
  let decidedInPass = 0;
  let limit = waitingFirstMax;
  const held: (() => void)[] = [];
  const startNext = (): void => {
    while (running === 0 || waiting + running * documentEntriesUsual < limit) {
      const start = held.shift();
      if (start === undefined) return;
      running += 1;
      start();
    }
  };
  return {
    async run(ingest, addedBy) {
      await new Promise<void>((resolve) => {
        held.push(resolve);
        startNext();
      });
      try {
        const result = await ingest();
        waiting += addedBy(result);
        return result;
      } finally {
        running -= 1;
        startNext();
      }
    },
    decided(countInPass) {
      waiting = Math.max(0, waiting - (countInPass - decidedInPass));
      decidedInPass = countInPass;
      limit = waitingMax;
      startNext();
    },
    passEnded() {
      waiting = 0;
      decidedInPass = 0;
      startNext();
    },
  };
}

/**
 * How long the desk rests between two passes while documents come. A pass costs as much as deciding on several entries,
 * because it renews the lease and looks for rulings and for changed rules.
 */
export const deskRestMs = 150;

/** The desk decides on this many entries in a fifth of a second, even on a small machine. */
const waitingMax = 150;
/** Before its first decision the desk loads its engine and the entries of the last days, so fewer may wait. */
const waitingFirstMax = 60;
/** How many entries a document that is being read is expected to bring. */
const documentEntriesUsual = 30;
