import { minuteMs, secondMs } from "../domain/time.ts";

/** The bounds of one fetch. Bytes are bytes, times are milliseconds. */
export interface FetchLimits {
  /** Body bytes as they came over the wire. */
  readonly wireBytesMax: number;
  /** Body bytes after decompression. */
  readonly bodyBytesMax: number;
  /** All response headers of one answer together. */
  readonly headerBytesMax: number;
  /**
   * The body of an answer that nobody reads (a redirect, an error page) is drained up to here, to keep the connection.
   */
  readonly drainBytesMax: number;
  readonly redirectsMax: number;
  /** DNS, TCP and TLS together. */
  readonly connectMsMax: number;
  /** From the request sent to the headers of the answer. */
  readonly headersMsMax: number;
  /** Between two pieces of the body. */
  readonly idleMsMax: number;
  /** The whole fetch, redirects included, waiting for a host's turn not. */
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
