import { statSync } from "node:fs";
import { WireError } from "../../domain/errors.ts";

/**
 * Answers a check that the path still leads to the file that was opened. SQLite itself goes on reading and writing a
 * file that was deleted, and everything that it stores is lost with the process. The check takes two microseconds, so
 * each transaction makes it. It throws WireError store-lost where the file is gone (it passes again when the same file
 * is back), store-replaced where another file stands there or the file was cut short.
 */
export function requireSameFile(file: string): () => void {
  const opened = statSync(file, { throwIfNoEntry: false });
  let bytesMax = 0;
  return () => {
    const present = statSync(file, { throwIfNoEntry: false });
    if (present === undefined)
      throw new WireError("store-lost", `${file}: the store was deleted or moved while in use`);
    const isSame = opened === undefined || (present.ino === opened.ino && present.dev === opened.dev);
    // Nothing here ever makes the file shorter.
    if (!isSame || present.size < bytesMax)
      throw new WireError("store-replaced", `${file}: the store was replaced by another file while in use`);
    bytesMax = present.size;
  };
}
