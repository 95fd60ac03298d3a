/** Takes the bytes behind a head, and finds where the body ends. */
export interface BodyReader {
  /** Hands the body's bytes on. "whole": the body has ended; what follows means nothing. Throws a WireError. */
  read(chunk: Buffer): "more" | "whole";
  /** The connection ended here: whether the body is whole. */
  isWholeAtEnd(): boolean;
}
