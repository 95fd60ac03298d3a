import type { Sessions } from "./sign-in/sessions.ts";
import type { RouteDeps } from "./web-deps.ts";

/** What the pages are handed: the web's parts, and the sessions of editors (null without an admin token). */
export interface DeskDeps extends RouteDeps {
  readonly sessions: Sessions | null;
}
