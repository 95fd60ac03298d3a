import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";

/** Sends a page of HTML under a policy that lets nothing run and nothing be loaded but our own files, the page's `style`, and pictures. */
export function sendPage(response: ServerResponse, html: string, style: string): void {
  const styleHash = createHash("sha256").update(style).digest("base64");
  response.setHeader(
    "Content-Security-Policy",
    [
      "default-src 'none'",
      `style-src 'self' 'sha256-${styleHash}'`,
      "script-src 'self'",
      "connect-src 'self'",
      "img-src 'self' https: data:",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
  );
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cache-Control", "no-cache");
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(`<!doctype html>\n${html}`);
}
