import type { Transform } from "node:stream";
import { WireError } from "../../domain/errors.ts";
import { nextDecoding } from "./content-decoders.ts";
import { headBytes } from "./plain-head.ts";

/** One layer of a body's encoding. It decides by its first bytes how to decode them. */
export interface Stage {
  /** Returns false when the caller must wait for `onDrain` before the next piece. */
  write(chunk: Uint8Array): boolean;
  end(): void;
  destroy(): void;
}

export interface StageEvents {
  readonly onData: (piece: Uint8Array) => void;
  readonly onEnd: () => void;
  readonly onFail: (error: WireError) => void;
  /** The encoded bytes ended too early. Everything that they contain has been passed on, and `onEnd` follows. */
  readonly onCut: (error: WireError) => void;
  readonly onDrain: () => void;
}

/**
 * Removes the codings of a body layer by layer: the ones in `codings`, and any that no header named. `nextDecoding`
 * decides each step. No layer may pass more than twice `layerBytesMax` bytes to the next. `layers`: how many layers are
 * already removed.
 */
export function createDecodingStage(
  codings: readonly string[],
  layerBytesMax: number,
  events: StageEvents,
  layers = 0,
): Stage {
  let head: Uint8Array = new Uint8Array(0);
  let next: Stage | null = null;
  const open = (): Stage => {
    next = openNext(codings, head, layerBytesMax, events, layers);
    return next;
  };
  return {
    write(chunk) {
      if (next !== null) return next.write(chunk);
      head = head.byteLength === 0 ? chunk : Buffer.concat([head, chunk]);
      return head.byteLength < headBytes ? true : open().write(head);
    },
    end() {
      if (next === null && head.byteLength > 0) open().write(head);
      if (next === null) events.onEnd();
      else next.end();
    },
    destroy: () => next?.destroy(),
  };
}

/** At most this many layers of coding are removed from a body. */
const layersMax = 3;

function openNext(
  codings: readonly string[],
  head: Uint8Array,
  layerBytesMax: number,
  events: StageEvents,
  layers: number,
): Stage {
  try {
    const step = nextDecoding(codings, head);
    if (step.decoder === null) return passing(events);
    if (layers === layersMax)
      throw new WireError("encoding-broken", `the body is compressed more than ${layers} times`);
    return decoding(step.decoder, layerBytesMax, events, (inner) =>
      createDecodingStage(step.codings, layerBytesMax, inner, layers + 1),
    );
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    events.onFail(thrown);
    return silent;
  }
}

const silent: Stage = { write: () => true, end: () => undefined, destroy: () => undefined };

function passing({ onData, onEnd }: StageEvents): Stage {
  return {
    write(chunk) {
      onData(chunk);
      return true;
    },
    end: onEnd,
    destroy: () => undefined,
  };
}

function decoding(
  decoder: Transform,
  layerBytesMax: number,
  events: StageEvents,
  open: (events: StageEvents) => Stage,
): Stage {
  const inner = open({ ...events, onDrain: () => decoder.resume() });
  let bytes = 0;
  decoder.on("data", (piece: Uint8Array) => {
    bytes += piece.byteLength;
    // Allow twice the bound, so that a document that is too large is reported by the bound of the whole body
    // (`body-sink.ts`).
    if (bytes > 2 * layerBytesMax)
      events.onFail(
        new WireError("too-large", "the body is too large before its last layer of compression is removed"),
      );
    else if (!inner.write(piece)) decoder.pause();
  });
  decoder.on("end", () => inner.end());
  decoder.on("drain", events.onDrain);
  decoder.on("error", (cause: NodeJS.ErrnoException) => {
    const error = new WireError("encoding-broken", `the body does not decompress: ${cause.message}`, { cause });
    if (cause.code !== "Z_BUF_ERROR") return events.onFail(error);
    // zlib passes on everything that it could decompress before it reports that bytes are missing.
    events.onCut(error);
    inner.end();
  });
  return {
    write: (chunk) => decoder.write(chunk),
    end: () => void decoder.end(),
    destroy() {
      decoder.destroy();
      inner.destroy();
    },
  };
}
