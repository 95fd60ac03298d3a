/**
 * The address of one of our own pages. This file is served one folder below the root of our pages, which is not the
 * root of the host if `server.baseUrl` has a path.
 */
export function atRoot(path = ""): string {
  return new URL(`../${path}`, import.meta.url).href;
}
