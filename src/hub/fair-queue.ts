/** A queue that limits how much work runs at the same time, in total and for each key. */
export interface FairQueue<Item> {
  readonly waiting: number;
  push(item: Item): void;
  /** Starts no more work. Resolves when the running work has ended. */
  stop(): Promise<void>;
}

/**
 * Makes a queue. `work` must never reject. Items start in their order, except that an item waits while
 * `runningPerKeyMax` items with its key are running.
 */
export function createFairQueue<Item>(rules: {
  readonly runningMax: number;
  readonly runningPerKeyMax: number;
  readonly keyOf: (item: Item) => string;
  readonly work: (item: Item) => Promise<void>;
}): FairQueue<Item> {
  const waiting: Item[] = [];
  const running = new Set<Promise<void>>();
  const counts = new Map<string, number>();
  let stopped = false;

  function next(): void {
    for (let at = 0; at < waiting.length && running.size < rules.runningMax && !stopped; ) {
      const item = waiting[at] as Item;
      const key = rules.keyOf(item);
      if ((counts.get(key) ?? 0) >= rules.runningPerKeyMax) at += 1;
      else {
        waiting.splice(at, 1);
        start(item, key);
      }
    }
  }

  function start(item: Item, key: string): void {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const work = rules.work(item).finally(() => {
      running.delete(work);
      const left = (counts.get(key) ?? 1) - 1;
      if (left === 0) counts.delete(key);
      else counts.set(key, left);
      next();
    });
    running.add(work);
  }

  return {
    get waiting() {
      return waiting.length;
    },
    push(item) {
      waiting.push(item);
      next();
    },
    async stop() {
      stopped = true;
      while (running.size > 0) await Promise.all(running);
    },
  };
}
