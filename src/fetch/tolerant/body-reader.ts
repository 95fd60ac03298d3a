/** Takes the bytes after a head and finds where the body ends. */
export interface BodyReader {
  /** Passes on the bytes of the body. "whole": the body is complete; later bytes are ignored. Throws a WireError. */
  read(chunk: Buffer): "more" | "whole";
  /** Whether the body is complete if the connection ends here. */
  isWholeAtEnd(): boolean;
}
