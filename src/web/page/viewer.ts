import type { Instant } from "../../domain/time.ts";

/** The person who looks at a page, and their settings. */
export interface Viewer {
  /** Set when the viewer has signed in with the admin token; null for a reader. */
  readonly editor: { readonly name: string; readonly csrf: string } | null;
  /** False when no admin token is configured. */
  readonly canSignIn: boolean;
  /** The chosen colour scheme; null follows the system. */
  readonly theme: "light" | "dark" | null;
  /** How much room rows take. */
  readonly density: "compact" | "roomy";
  /** Watch terms, each in the query syntax. */
  readonly watches: readonly string[];
  /** The requested address, to which signing in returns. */
  readonly path: string;
  /** The IANA name of the reader's time zone, as the page's script has reported it; "UTC" until then. */
  readonly timeZone: string;
  readonly now: Instant;
}
