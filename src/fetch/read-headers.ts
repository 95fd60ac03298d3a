import type { Headers } from "../domain/document.ts";

/**
 * undici's raw header list (name, value, name, value …) as a record. Values are read as Latin-1, so that each byte
 * stays one character and an ETag goes back exactly as it came.
 */
export function readHeaders(raw: unknown): Headers {
  const headers: Record<string, string> = {};
  if (!Array.isArray(raw)) return headers;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = text(raw[index]).toLowerCase();
    const value = text(raw[index + 1]);
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

function text(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString("latin1") : String(value);
}
