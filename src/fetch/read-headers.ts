import type { Headers } from "../domain/document.ts";

/**
 * Turns undici's raw header list (name, value, name, value …) into a record. Cookies are also returned as a list,
 * because a cookie may contain a comma and the joined header cannot be split again. Values are read as Latin-1, so that
 * each byte stays one character and an ETag is sent back exactly as it came. A repeated value counts once. A header
 * that can have only one value keeps the first.
 */
export function readHeaders(raw: unknown): { headers: Headers; cookies: readonly string[] } {
  const values = new Map<string, string[]>();
  const list = Array.isArray(raw) ? raw : [];
  for (let index = 0; index + 1 < list.length; index += 2) {
    const name = text(list[index]).toLowerCase();
    const value = text(list[index + 1]);
    const before = values.get(name);
    if (before === undefined) values.set(name, [value]);
    else before.push(value);
  }
  const headers = [...values].map(([name, said]) => [name, joined(name, said)]);
  return { headers: Object.fromEntries(headers), cookies: values.get("set-cookie") ?? [] };
}

function joined(name: string, said: readonly string[]): string {
  return single.has(name) ? (said[0] ?? "") : [...new Set(said)].join(", ");
}

const single: ReadonlySet<string> = new Set([
  "age",
  "content-length",
  "date",
  "etag",
  "expires",
  "last-modified",
  "location",
  "retry-after",
]);

function text(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString("latin1") : String(value);
}
