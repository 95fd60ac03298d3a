import { WireError } from "../../domain/errors.ts";
import { createBodyReader } from "./answer-body.ts";
import { type AnswerHead, createHeadReader } from "./answer-head.ts";
import type { BodyReader } from "./body-reader.ts";

export interface AnswerEvents {
  onHead(head: AnswerHead): void;
  onData(piece: Buffer): void;
}

export interface AnswerReader {
  /** "whole": the answer is complete. Throws a WireError for an answer that cannot be read. */
  read(chunk: Buffer): "more" | "whole";
  /** Call it when the connection has ended. Throws `reset` when the answer is not complete. */
  end(): void;
}

export interface AnswerBounds {
  readonly headerBytesMax: number;
  readonly wireBytesMax: number;
}

/** Reads one answer from the bytes of its connection: interim answers (RFC 9110 section 15.2), the head, the body. */
export function createAnswerReader(bounds: AnswerBounds, events: AnswerEvents): AnswerReader {
  let head = createHeadReader(bounds.headerBytesMax);
  let body: BodyReader | null = null;
  let interim = 0;
  let bytes = 0;

  const readOn = (chunk: Buffer): "more" | "whole" => {
    if (body !== null) return body.read(chunk);
    const reading = head.read(chunk);
    if (reading.kind === "more") return "more";
    const { status } = reading.head;
    if (status >= 200) {
      events.onHead(reading.head);
      body = createBodyReader(reading.head, (piece) => events.onData(piece));
    } else {
      interim += 1;
      if (status === 101 || interim > interimMax)
        throw new WireError("reset", `the server sent ${status} instead of a final answer`);
      head = createHeadReader(bounds.headerBytesMax);
    }
    return readOn(reading.rest);
  };
  return {
    read(chunk) {
      bytes += chunk.byteLength;
      // Sizes and empty lines of chunks count too: a body of one-byte chunks is six times as long as its content.
      if (bytes > overheadMax * bounds.wireBytesMax + bounds.headerBytesMax) {
        throw new WireError("too-large", "the answer is too long, including its chunk sizes");
      }
      return readOn(chunk);
    },
    end() {
      if (body?.isWholeAtEnd() !== true) throw new WireError("reset", "the connection ended before the answer did");
    },
  };
}

const interimMax = 8;
const overheadMax = 2;
