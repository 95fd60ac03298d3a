import type { CliDeps } from "./cli-deps.ts";

/** Shows the progress of long work: a bar if standard error is a terminal, and otherwise nothing. */
export interface Progress {
  /** `total` may grow during the work. */
  update(done: number, total: number): void;
  stop(): void;
}

/** Draws `label [####    ] 12/40` on standard error if that is a terminal. */
export async function createProgress(deps: Pick<CliDeps, "isTerminal">, label: string): Promise<Progress> {
  if (!deps.isTerminal) return { update: () => undefined, stop: () => undefined };
  const { Presets, SingleBar } = await import("cli-progress");
  const bar = new SingleBar(
    {
      format: `${label} [{bar}] {value}/{total} {eta_formatted}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0);
  return {
    update(done, total) {
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
