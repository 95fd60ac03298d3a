import type { ServerResponse } from "node:http";

/**
 * Sends a page of HTML under a policy that lets nothing run and nothing be loaded but our own files. `pictures`:
 * whoever looks has chosen to load the news' pictures from where they lie (which tells those servers who reads).
 */
export function sendPage(response: ServerResponse, html: string, options: { readonly pictures?: boolean } = {}): void {
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
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-cache",
    "Content-Type": "text/html; charset=utf-8",
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(`<!doctype html>\n${html}`);
}
