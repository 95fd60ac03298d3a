import type { Request } from "express";

/** The query of a request's address: "" or a text that begins with "?". */
export function searchOf(request: Request): string {
  const start = request.originalUrl.indexOf("?");
  return start < 0 ? "" : request.originalUrl.slice(start);
}

/** Returns a path on this server to redirect to; "/" for anything that a browser might read as another site. */
export function localPath(next: string): string {
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next) ? next : "/";
}
