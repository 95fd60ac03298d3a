import { statSync } from "node:fs";
import { WireError } from "../../domain/errors.ts";

/**
 * Returns a check that the path still leads to the file that was opened. SQLite continues to use a deleted file, and
 * everything that it stores is lost when the process ends. The check takes two microseconds, so that every transaction
 * can make it. The check throws WireError store-lost when the file is gone (and passes again when the same file is
 * back), and store-replaced when another file has taken its place or the file was cut short.
 */
export function requireSameFile(file: string): () => void {
  const opened = statSync(file, { throwIfNoEntry: false });
  let bytesMax = 0;
  return () => {
    const present = statSync(file, { throwIfNoEntry: false });
    if (present === undefined)
      throw new WireError("store-lost", `${file}: the store was deleted or moved while in use`);
    const isSame = opened === undefined || (present.ino === opened.ino && present.dev === opened.dev);
    // This process never makes the file shorter.
    if (!isSame || present.size < bytesMax)
      throw new WireError("store-replaced", `${file}: the store was replaced by another file while in use`);
    bytesMax = present.size;
  };
}
