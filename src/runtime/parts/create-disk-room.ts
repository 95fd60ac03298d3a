import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Config } from "../../config/config.ts";
import type { Log } from "../../domain/ports.ts";
import { createDiskRoom, type DiskRoom } from "../../ingest/disk-room.ts";
import { systemClock } from "../system-clock.ts";

/** Watches the disk of the store's file. Returns undefined when the store is a server. */
export function createDiskRoomOf({ store }: Pick<Config, "store">, log: Log): DiskRoom | undefined {
  const file = /^sqlite:(.+)$/.exec(store)?.[1];
  if (file === undefined) return undefined;
  return createDiskRoom({
    clock: systemClock,
    log,
    async readSpace() {
      const { bavail, blocks, bsize } = await statfs(dirname(file));
      return { free: bavail * bsize, size: blocks * bsize };
    },
  });
}
