/**
 * The path under which readers see us, from `server.baseUrl`: "/wire", or "" at the root of a host. Routes, links and
 * redirects are written as if our pages were at the root; this path is added when they are sent.
 */
export function basePathOf(baseUrl: string): string {
  return new URL(baseUrl).pathname.replace(/\/+$/, "");
}

/**
 * Puts the path before each of our own addresses in the tags of a page. Texts and addresses of other sites stay as they
 * are.
 */
export function linksUnder(basePath: string, html: string): string {
  if (basePath === "") return html;
  return html.replace(tag, (text) => text.replace(ownAddress, (before) => `${before}${basePath}`));
}

/** A start tag. Values have double quotes and contain none, because preact and sanitize-html write them so. */
const tag = /<[a-z][^<>"]*(?:"[^"]*"[^<>"]*)*>/g;

/** An attribute with an address, up to its first slash. Two slashes begin the address of another host. */
const ownAddress = /\s(?:href|src|action|formaction|data-events)="(?=\/(?!\/))/gi;

/** One of our paths as readers see it. Addresses of other sites stay as they are. */
export function pathUnder(basePath: string, path: string): string {
  return path.startsWith("/") && !path.startsWith("//") ? `${basePath}${path}` : path;
}

/**
 * The address of a request without the base path. An address that does not begin with the base path stays as it is,
 * because a proxy may have removed the path already.
 */
export function addressInside(basePath: string, address: string): string {
  if (basePath === "" || !address.startsWith(basePath)) return address;
  const rest = address.slice(basePath.length);
  if (rest === "" || rest.startsWith("?")) return `/${rest}`;
  return rest.startsWith("/") ? rest : address;
}
