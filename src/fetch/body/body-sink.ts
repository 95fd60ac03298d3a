import { WireError } from "../../domain/errors.ts";
import type { FetchLimits } from "../fetch-limits.ts";
import { codingsOf } from "./content-decoders.ts";
import { createDecodingStage, type StageEvents } from "./decoding-stage.ts";
import { isWholeDocument } from "./whole-document.ts";

export interface BodySink {
  /** Takes a piece of the body. Returns false when the caller must wait for `onDrain` before the next piece. */
  write(chunk: Uint8Array): boolean;
  /** Ends the body. `onDone` or `onFail` follows. */
  end(): void;
  /**
   * Tells the sink that the answer broke off. `onDone` follows if the document is nevertheless whole, otherwise
   * `onFail` with `error`.
   */
  cut(error: WireError): void;
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
  let brokenOff: WireError | null = null;

  const onData = (piece: Uint8Array): void => {
    bodyBytes += piece.byteLength;
    if (bodyBytes > limits.bodyBytesMax) events.onFail(tooLarge(wireBytes, limits.bodyBytesMax));
    else pieces.push(piece);
  };
  const onEnd = (): void => {
    const body = Buffer.concat(pieces, bodyBytes);
    if (brokenOff === null || isWholeDocument(body)) events.onDone(body);
    else events.onFail(brokenOff);
  };
  const onCut = (error: WireError): void => {
    brokenOff ??= error;
  };
  const first = openFirst(encoding, limits, { ...events, onData, onEnd, onCut });
  return {
    write(chunk) {
      wireBytes += chunk.byteLength;
      if (wireBytes <= limits.wireBytesMax) return first?.write(chunk) ?? true;
      events.onFail(new WireError("too-large", `the body is over ${megabytes(limits.wireBytesMax)} on the wire`));
      return true;
    },
    end: () => first?.end(),
    cut(error) {
      brokenOff = error;
      first?.end();
    },
    destroy: () => first?.destroy(),
  };
}

/** Returns null when the coding is faulty; `events` has already received the error. */
function openFirst(encoding: string | null, limits: FetchLimits, events: StageEvents) {
  try {
    return createDecodingStage(codingsOf(encoding), limits.bodyBytesMax, events);
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    events.onFail(thrown);
    return null;
  }
}

function tooLarge(wireBytes: number, bodyBytesMax: number): WireError {
  const ratio = Math.floor(bodyBytesMax / Math.max(1, wireBytes));
  const blown = ratio > 1 ? ` from ${Math.ceil(wireBytes / 1024)} KB on the wire, more than ${ratio} to 1` : "";
  return new WireError("too-large", `the body is over ${megabytes(bodyBytesMax)} after decompression${blown}`);
}

function megabytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${bytes} bytes`;
}
