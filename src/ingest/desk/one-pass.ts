/** Passes of one kind, one at a time. */
export interface Passes {
  /** Asks for a pass. During one it asks for one more, so that nothing waits longer. Ends with the last of them. */
  ask(): Promise<void>;
  /** Ends when no pass runs. */
  idle(): Promise<void>;
}

/** `run` must not reject. */
export function onePassAtATime(run: () => Promise<void>): Passes {
  let running: Promise<void> | null = null;
  let again = false;
  async function runAll(): Promise<void> {
    do {
      again = false;
      await run();
    } while (again);
  }
  return {
    ask() {
      again = true;
      running ??= runAll().finally(() => {
        running = null;
      });
      return running;
    },
    idle: async () => running ?? undefined,
  };
}
