/**
 * Returns what `server.baseUrl` should be; null when `address` is right. A base URL names a host, and perhaps a path
 * under which readers reach us there.
 */
export function wrongBaseUrl(address: string): string | null {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    return "an absolute http:// or https:// address";
  }
  const { pathname, search, hash } = new URL(address);
  if (search !== "" || hash !== "") return "an address without a query";
  const path = pathname.replace(/\/+$/, "");
  if (!/^(?:\/[A-Za-z0-9._~-]+)*$/.test(path)) return "a path of letters, digits and - . _ ~";
  const first = path.split("/")[1] ?? "";
  if (!ownPlaces.includes(first)) return null;
  return `another path, because /${first} is a page of wiredesk itself, and a proxy that strips paths would hide it`;
}

/** The first part of each address that we serve. A test compares this with the routes. */
export const ownPlaces: readonly string[] = [
  "alerts",
  "api",
  "assets",
  "board",
  "columns",
  "compare",
  "copies",
  "domain",
  "entries",
  "events",
  "feeds",
  "feeds.opml",
  "healthz",
  "history",
  "hub",
  "login",
  "logout",
  "mcp",
  "metrics",
  "readyz",
  "robots.txt",
  "sources",
  "sources.opml",
  "stories",
  "theme",
  "trial",
  "watches",
  "websub",
];
