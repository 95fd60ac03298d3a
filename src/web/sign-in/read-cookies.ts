/** The cookies of a request by name. Values that cannot be decoded are left out. */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? "").slice(0, headerCharsMax).split(";")) {
    const equals = part.indexOf("=");
    const name = part.slice(0, Math.max(equals, 0)).trim();
    const value = decoded(part.slice(equals + 1).trim());
    if (name !== "" && value !== null && !cookies.has(name)) cookies.set(name, value);
  }
  return cookies;
}

const headerCharsMax = 16_384;

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch (thrown) {
    if (thrown instanceof URIError) return null;
    throw thrown;
  }
}
