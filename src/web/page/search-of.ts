import type { Request } from "express";

/** The query of a request's address, "" or beginning with "?". */
export function searchOf(request: Request): string {
  const start = request.originalUrl.indexOf("?");
  return start < 0 ? "" : request.originalUrl.slice(start);
}
