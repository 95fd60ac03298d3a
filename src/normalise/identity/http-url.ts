import { urlCharsMax } from "./permalink.ts";

/** An absolute http(s) address as it is, query and all (a file's address may be signed); null for anything else. */
export function httpUrl(url: string): string | null {
  if (url.length > urlCharsMax) return null;
  const parsed = URL.parse(url.trim());
  return parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:") ? parsed.href : null;
}
