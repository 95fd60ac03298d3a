import type { Clock, Log } from "../domain/ports.ts";
import type { Section } from "../domain/section.ts";
import type { ReadStore } from "../domain/store.ts";
import type { Renderer } from "./renderer.ts";

/** What the web is handed. */
export interface WebDeps {
  readonly store: ReadStore;
  /** Makes feed documents, mostly in a thread of its own. */
  readonly renderer: Renderer;
  /** As configured; `all` is added. */
  readonly sections: readonly Section[];
  /** The public address, without a slash at its end. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
}
