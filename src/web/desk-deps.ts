import type { Sessions } from "./sign-in/sessions.ts";
import type { WebDeps } from "./web-deps.ts";

/** What the pages are handed: the web's parts, and the sessions of editors (null without an admin token). */
export interface DeskDeps extends WebDeps {
  readonly sessions: Sessions | null;
}
