import type { ServerResponse } from "node:http";
import type { Publisher } from "../../publish/publisher.ts";
import { basePathOf, linksUnder } from "./base-path.ts";

/**
 * Sends an HTML page with a policy that allows only our own scripts and files. `pictures`: the reader has chosen to
 * load pictures from the outlets' servers, which tells those servers who reads what.
 */
export function sendPage(
  { baseUrl }: Pick<Publisher, "baseUrl">,
  response: ServerResponse,
  html: string,
  options: { readonly pictures?: boolean } = {},
): void {
  const headers = {
    "Content-Security-Policy": [
      "default-src 'none'",
      "style-src 'self'",
      "script-src 'self'",
      "connect-src 'self'",
      `img-src 'self'${options.pictures === true ? " https: http:" : ""}`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "X-Content-Type-Options": "nosniff",
    // Search engines should not list our pages, because the pages are a tool for editors. They may list the feeds.
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-cache",
    "Content-Type": "text/html; charset=utf-8",
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(`<!doctype html>\n${linksUnder(basePathOf(baseUrl), html)}`);
}
