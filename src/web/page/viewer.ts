import type { Instant } from "../../domain/time.ts";

/** Who looks at a page, and how it is shown to them. */
export interface Viewer {
  /** Signed in with the admin token; null for a reader. */
  readonly editor: { readonly name: string; readonly csrf: string } | null;
  /** False when no admin token is configured: there is nothing to sign in to. */
  readonly canSignIn: boolean;
  /** Chosen by hand; null follows the system. */
  readonly theme: "light" | "dark" | null;
  /** Watch terms, each in the query syntax. */
  readonly watches: readonly string[];
  /** The address that was asked for, to come back to after signing in. */
  readonly path: string;
  readonly now: Instant;
}
