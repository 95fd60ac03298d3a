import type { AnswerHead } from "./answer-head.ts";
import type { BodyReader } from "./body-reader.ts";
import { createChunkReader } from "./chunk-reader.ts";

/**
 * Finds where the body of an answer ends (RFC 9112 section 6.3). Each connection carries one answer, so a wrong guess
 * cannot harm another answer. Chunks take precedence over a length. If there are several lengths, the longest counts.
 * "chunked" is ignored when the body does not begin with a chunk.
 */
export function createBodyReader(head: AnswerHead, onData: (piece: Buffer) => void): BodyReader {
  const { status } = head;
  if (status === 204 || status === 304) return { read: () => "whole", isWholeAtEnd: () => true };
  const unchunked = () => {
    const length = lengthOf(head);
    return length === null ? untilTheEnd(onData) : ofLength(length, onData);
  };
  if (!valuesOf(head, "transfer-encoding").includes("chunked")) return unchunked();
  let reader: BodyReader | null = null;
  return {
    read(chunk) {
      if (chunk.byteLength === 0) return "more";
      reader ??= beginsChunk(chunk) ? createChunkReader(onData) : unchunked();
      return reader.read(chunk);
    },
    isWholeAtEnd: () => reader?.isWholeAtEnd() ?? false,
  };
}

function valuesOf({ fields }: AnswerHead, wanted: string): readonly string[] {
  const values = fields.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value.toLowerCase());
  return values.flatMap((value) => value.split(",")).map((value) => value.trim());
}

function lengthOf(head: AnswerHead): number | null {
  const lengths = valuesOf(head, "content-length").filter((value) => /^\d{1,15}$/.test(value));
  return lengths.length === 0 ? null : Math.max(...lengths.map(Number));
}

/** A chunk begins with its size in hexadecimal digits; a document, plain or compressed, does not. */
function beginsChunk([first = 0]: Buffer): boolean {
  return /[0-9a-f\s]/i.test(String.fromCharCode(first));
}

function untilTheEnd(onData: (piece: Buffer) => void): BodyReader {
  return {
    read(chunk) {
      onData(chunk);
      return "more";
    },
    isWholeAtEnd: () => true,
  };
}

function ofLength(length: number, onData: (piece: Buffer) => void): BodyReader {
  let left = length;
  return {
    read(chunk) {
      const piece = chunk.subarray(0, left);
      left -= piece.byteLength;
      if (piece.byteLength > 0) onData(piece);
      return left === 0 ? "whole" : "more";
    },
    isWholeAtEnd: () => left === 0,
  };
}
