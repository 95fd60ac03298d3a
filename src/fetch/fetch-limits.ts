import { minuteMs, secondMs } from "../domain/time.ts";

/** The limits of one fetch, in bytes and milliseconds. */
export interface FetchLimits {
  /** Bytes of the body as received. */
  readonly wireBytesMax: number;
  /** Body bytes after decompression. */
  readonly bodyBytesMax: number;
  /** The total size of a response's headers. */
  readonly headerBytesMax: number;
  /**
   * When the body is not needed (a redirect, an error page), up to this many bytes are read and dropped to keep the
   * connection.
   */
  readonly drainBytesMax: number;
  readonly redirectsMax: number;
  /** The time for DNS, TCP and TLS together. */
  readonly connectMsMax: number;
  /** The time from the start of the request to the headers of the response. */
  readonly headersMsMax: number;
  /** The time between two pieces of the body. */
  readonly idleMsMax: number;
  /** The time for the whole fetch, with redirects but without waiting for a host's turn. */
  readonly totalMsMax: number;
}

const megabyte = 1024 * 1024;

export const defaultFetchLimits: FetchLimits = {
  wireBytesMax: 16 * megabyte,
  bodyBytesMax: 16 * megabyte,
  headerBytesMax: 64 * 1024,
  drainBytesMax: 64 * 1024,
  redirectsMax: 5,
  connectMsMax: 10 * secondMs,
  headersMsMax: 30 * secondMs,
  idleMsMax: 20 * secondMs,
  totalMsMax: 2 * minuteMs,
};
