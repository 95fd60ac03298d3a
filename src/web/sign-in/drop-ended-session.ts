import type { RequestHandler } from "express";
import type { ReadStore } from "../../domain/store.ts";
import { sessionCookieOf } from "./editor-only.ts";
import type { Sessions } from "./sessions.ts";

/**
 * Ends a session that was signed out in another process, or before this one started. Only requests with a valid session
 * cookie cause a read of the store.
 */
export function dropEndedSession(store: Pick<ReadStore, "isSessionEnded">, sessions: Sessions): RequestHandler {
  return async (request, _response, next) => {
    const cookie = sessionCookieOf(request);
    const id = sessions.idOf(cookie);
    if (id !== null && (await store.isSessionEnded(id))) sessions.end(cookie);
    next();
  };
}
