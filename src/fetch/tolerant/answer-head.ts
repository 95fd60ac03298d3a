import { WireError } from "../../domain/errors.ts";

/** A status line and header fields, as far as they can be read. Values are Latin-1. */
export interface AnswerHead {
  readonly status: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** `rest`: bytes of the last chunk that come after the head. */
type HeadReading =
  | { readonly kind: "more" }
  | { readonly kind: "head"; readonly head: AnswerHead; readonly rest: Buffer };

/**
 * Reads the head of an HTTP/1 answer piece by piece, as tolerantly as curl. Lines end with LF (RFC 9112 section 2.2),
 * and folded lines are joined by a space (section 5.2). Control characters in values become spaces (RFC 9110 section
 * 5.5). White space before the colon is dropped, and lines that are not fields are skipped. `read` throws `reset` when
 * the answer does not begin with an HTTP status line, and `too-large` for a head over `bytesMax`.
 */
export function createHeadReader(bytesMax: number): { read(chunk: Buffer): HeadReading } {
  const lines: string[] = [];
  let open: Buffer[] = [];
  let bytes = 0;
  return {
    read(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
        const line = lineOf([...open, chunk.subarray(from, at)]);
        bytes += at + 1 - from;
        open = [];
        from = at + 1;
        if (bytes > bytesMax) throw tooLarge(bytesMax);
        if (line === "" && lines.length > 0) return { kind: "head", head: headOf(lines), rest: chunk.subarray(from) };
        if (line !== "" && lines.length === 0) statusOf(line);
        if (line !== "") lines.push(line);
      }
      open.push(chunk.subarray(from));
      bytes += chunk.byteLength - from;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      return { kind: "more" };
    },
  };
}

const lineFeed = 0x0a;

function lineOf(pieces: readonly Buffer[]): string {
  return Buffer.concat(pieces).toString("latin1").replace(/\r+$/, "");
}

function headOf([statusLine = "", ...lines]: readonly string[]): AnswerHead {
  const fields: [string, string][] = [];
  let last: [string, string] | null = null;
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      if (last !== null) last[1] = `${last[1]} ${clean(line)}`.trim();
      continue;
    }
    last = fieldOf(line);
    if (last !== null) fields.push(last);
  }
  return { status: statusOf(statusLine), fields };
}

function fieldOf(line: string): [string, string] | null {
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(0, colon)).trimEnd();
  return tokenPattern.test(name) ? [name, clean(line.slice(colon + 1))] : null;
}

/** The name of a header field (a token, RFC 9110 section 5.6.2). */
const tokenPattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Removes control characters, so that the value can be sent back in a validator or a cookie. */
function clean(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are replaced here.
  return value.replace(/[\0-\x08\x0a-\x1f\x7f]/g, " ").trim();
}

/** Old audio servers write "ICY" for "HTTP". The version is ignored: every connection carries only one answer. */
function statusOf(line: string): number {
  const status = /^[ \t]*(?:HTTP\/\d(?:\.\d+)?|ICY)[ \t]+([1-9]\d\d)(?:\D|$)/i.exec(line)?.[1];
  if (status === undefined) throw new WireError("reset", "the answer does not begin with an HTTP status line");
  return Number(status);
}

function tooLarge(bytesMax: number): WireError {
  return new WireError("too-large", `the answer's headers are over ${Math.round(bytesMax / 1024)} KB`);
}
