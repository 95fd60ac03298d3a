import type { RenderAnswer } from "../documents/renderer.ts";
import type { WireErrorCode } from "../domain/errors.ts";

/** What the render thread is started with. */
export interface RenderStart {
  readonly store: string;
  readonly baseUrl: string;
  /** Whether documents name our hub. */
  readonly hub: boolean;
}

/** An answer across the thread's port: an error's class would not survive it, its code and message do. */
export type RenderReply =
  | RenderAnswer
  | { readonly kind: "failed"; readonly code: WireErrorCode; readonly message: string };
