import { WireError } from "../domain/errors.ts";
import type { Clock, Log } from "../domain/ports.ts";
import { type Instant, isWithin, secondMs } from "../domain/time.ts";

/** The free space and the size of the disk that holds the store, in bytes. */
export interface DiskSpace {
  readonly free: number;
  readonly size: number;
}

export interface DiskRoomDeps {
  /**
   * Rejects when the free space is unknown. Polling then continues; if the disk is full, the writes fail and say so.
   */
  readonly readSpace: () => Promise<DiskSpace>;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

/** Watches how much room the disk has left for the store. */
export interface DiskRoom {
  /**
   * Warns once when the room gets small. Throws a WireError (io-failed) when there is so little that polling must wait.
   * The room that is left is reserved for decisions, rulings and SQLite's own files, so that stored news can be served.
   */
  look(): Promise<void>;
}

export function createDiskRoom({ readSpace, clock, log }: DiskRoomDeps): DiskRoom {
  let known: { readonly at: Instant; readonly space: DiskSpace } | null = null;
  let isSmall = false;

  async function spaceNow(): Promise<DiskSpace | null> {
    const now = clock.now();
    if (known !== null && isWithin(keptMsMax, now - known.at)) return known.space;
    try {
      known = { at: now, space: await readSpace() };
    } catch (thrown) {
      log.debug({ err: thrown }, "the free space of the store's disk could not be read");
      known = null;
    }
    return known?.space ?? null;
  }

  return {
    async look() {
      const space = await spaceNow();
      if (space === null) return;
      const { free, size } = space;
      const wasSmall = isSmall;
      isSmall = free < Math.min(warnBytes, size * warnShare);
      if (free < Math.min(keepBytes, size * keepShare))
        throw new WireError(
          "io-failed",
          `the disk is full but for ${megabytes(free)}: polling waits until there is room, so that stored news can be served; delete files, or move the store to a larger disk`,
        );
      if (isSmall && !wasSmall)
        log.warn(
          { freeBytes: free },
          `the store's disk has only ${megabytes(free)} left; polling stops below ${megabytes(Math.min(keepBytes, size * keepShare))}`,
        );
    },
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)} MB`;
}

const keptMsMax = 10 * secondMs;
const warnBytes = 2 ** 30;
const warnShare = 0.1;
const keepBytes = 64 * 2 ** 20;
const keepShare = 0.02;
