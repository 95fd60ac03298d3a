import { WireError } from "../../domain/errors.ts";
import type { BodyReader } from "./body-reader.ts";

/**
 * Reads chunks (RFC 9112 section 7.1), even careless ones: sizes with leading zeros, spaces or "0x"; lines that end
 * with LF alone; extra empty lines; no line end after a chunk. The body ends with a chunk of size 0. Trailers are not
 * read.
 */
export function createChunkReader(onData: (piece: Buffer) => void): BodyReader {
  let line = "";
  let left = 0;
  return {
    read(chunk) {
      let at = 0;
      while (at < chunk.byteLength) {
        if (left > 0) {
          const piece = chunk.subarray(at, at + left);
          left -= piece.byteLength;
          at += piece.byteLength;
          onData(piece);
          continue;
        }
        const end = chunk.indexOf(lineFeed, at);
        line += chunk.toString("latin1", at, end === -1 ? chunk.byteLength : end);
        if (line.length > lineCharsMax) throw broken();
        if (end === -1) return "more";
        at = end + 1;
        const size = sizeOf(line);
        line = "";
        if (size === 0) return "whole";
        left = size ?? 0;
      }
      return "more";
    },
    isWholeAtEnd: () => false,
  };
}

const lineFeed = 0x0a;
/** The longest line: a chunk's size with its extensions. */
const lineCharsMax = 4096;

/** The size of the chunk that follows; null for an empty line, which stands after each chunk and may be superfluous. */
function sizeOf(line: string): number | null {
  if (line.trim() === "") return null;
  const digits = /^\s*(?:0x)?0*([0-9a-f]{0,7})\s*(?:;|$)/i.exec(line)?.[1];
  if (digits === undefined) throw broken();
  return digits === "" ? 0 : Number.parseInt(digits, 16);
}

function broken(): WireError {
  return new WireError("reset", "the chunks of the answer do not fit together");
}
