/** Runs passes of one kind, one at a time. */
export interface Passes {
  /** Asks for a pass; if one is running, another follows it. Resolves when the last requested pass has ended. */
  ask(): Promise<void>;
  /**
   * Asks for a pass that begins at the end of the rest after the last one, or at once if that was long ago. So one pass
   * serves everything that asked during the rest.
   */
  askSoon(): void;
  /** Resolves as soon as no pass runs. A pass that waits for the end of a rest runs at once. */
  idle(): Promise<void>;
}

/** `run` must not reject. `restMs`: how long passes that `askSoon` wants keep apart. */
export function onePassAtATime(run: () => Promise<void>, restMs = 0): Passes {
  let running: Promise<void> | null = null;
  let again = false;
  /** A pass is wanted after the present pass or rest. */
  let soon = false;
  let rest: NodeJS.Timeout | null = null;
  async function runAll(): Promise<void> {
    endRest();
    do {
      again = false;
      soon = false;
      await run();
    } while (again);
  }
  function endRest(): void {
    if (rest !== null) clearTimeout(rest);
    rest = null;
  }
  function beginRest(): void {
    rest = setTimeout(() => {
      rest = null;
      if (soon) void start();
    }, restMs);
    // Who stops calls `idle`, so nothing is lost when the process ends in a rest.
    rest.unref();
  }
  function start(): Promise<void> {
    running ??= runAll().finally(() => {
      running = null;
      beginRest();
    });
    return running;
  }
  return {
    ask() {
      again = true;
      return start();
    },
    askSoon() {
      soon = true;
      if (running === null && rest === null) void start();
    },
    async idle() {
      await running;
      if (soon) await start();
    },
  };
}
