/** Runs passes of one kind, one at a time. */
export interface Passes {
  /** Asks for a pass; if one is running, another follows it. Resolves when the last requested pass has ended. */
  ask(): Promise<void>;
  /** Resolves as soon as no pass runs. */
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
