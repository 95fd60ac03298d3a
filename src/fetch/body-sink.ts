import type { Transform } from "node:stream";
import { WireError } from "../domain/errors.ts";
import { createDecoders } from "./content-decoders.ts";
import type { FetchLimits } from "./fetch-limits.ts";

export interface BodySink {
  /** Takes a piece of the body. Returns false when the caller must wait for `onDrain` before the next piece. */
  write(chunk: Uint8Array): boolean;
  /** Ends the body. `onDone` or `onFail` follows. */
  end(): void;
  destroy(): void;
}

export interface SinkEvents {
  readonly onDrain: () => void;
  readonly onDone: (bytes: Uint8Array) => void;
  readonly onFail: (error: WireError) => void;
}

/** Collects a body, undoes its Content-Encoding piece by piece, and stops at the first byte over a limit. */
export function createBodySink(encoding: string | null, limits: FetchLimits, events: SinkEvents): BodySink {
  const pieces: Uint8Array[] = [];
  let wireBytes = 0;
  let bodyBytes = 0;
  let decoders: readonly Transform[] | null = null;
  let head: Uint8Array = new Uint8Array(0);

  const collect = (piece: Uint8Array): void => {
    bodyBytes += piece.byteLength;
    if (bodyBytes > limits.bodyBytesMax) events.onFail(tooLarge(wireBytes, limits.bodyBytesMax));
    else pieces.push(piece);
  };
  const done = (): void => events.onDone(Buffer.concat(pieces, bodyBytes));
  const open = (): readonly Transform[] => {
    decoders = decodersOrFail(encoding, head, events.onFail);
    wire(decoders, { ...events, collect, done });
    return decoders;
  };
  const pass = (piece: Uint8Array, through: readonly Transform[]): boolean => {
    const first = through[0];
    if (first !== undefined) return first.write(piece);
    collect(piece);
    return true;
  };
  return {
    write(chunk) {
      wireBytes += chunk.byteLength;
      if (wireBytes > limits.wireBytesMax) {
        events.onFail(new WireError("too-large", `the body is over ${megabytes(limits.wireBytesMax)} on the wire`));
        return true;
      }
      if (decoders !== null) return pass(chunk, decoders);
      head = head.byteLength === 0 ? chunk : Buffer.concat([head, chunk]);
      return head.byteLength < magicBytes ? true : pass(head, open());
    },
    end() {
      if (decoders === null && head.byteLength > 0) pass(head, open());
      const first = decoders?.[0];
      if (first === undefined) done();
      else first.end();
    },
    destroy() {
      for (const decoder of decoders ?? []) decoder.destroy();
    },
  };
}

/** How many bytes at the beginning show a body's real compression. */
const magicBytes = 2;

function decodersOrFail(
  encoding: string | null,
  head: Uint8Array,
  fail: (error: WireError) => void,
): readonly Transform[] {
  try {
    return createDecoders(encoding, head);
  } catch (thrown) {
    fail(thrown instanceof WireError ? thrown : new WireError("encoding-broken", "the body does not decompress"));
    return [];
  }
}

type Wiring = SinkEvents & { collect: (piece: Uint8Array) => void; done: () => void };

function wire(decoders: readonly Transform[], to: Wiring): void {
  decoders.forEach((decoder, index) => {
    decoder.on("error", (cause) => {
      to.onFail(new WireError("encoding-broken", `the body does not decompress: ${cause.message}`, { cause }));
    });
    const next = decoders[index + 1];
    if (next !== undefined) decoder.pipe(next);
  });
  decoders[0]?.on("drain", to.onDrain);
  decoders.at(-1)?.on("data", to.collect).on("end", to.done);
}

function tooLarge(wireBytes: number, bodyBytesMax: number): WireError {
  const ratio = Math.floor(bodyBytesMax / Math.max(1, wireBytes));
  const blown = ratio > 1 ? ` from ${Math.ceil(wireBytes / 1024)} KB on the wire, more than ${ratio} to 1` : "";
  return new WireError("too-large", `the body is over ${megabytes(bodyBytesMax)} after decompression${blown}`);
}

function megabytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${bytes} bytes`;
}
