import type { HitsRequest, PageRequest } from "../documents/page-reader.ts";
import type { RenderAnswer, RenderRequest } from "../documents/renderer.ts";
import type { TopicAnswer, TopicRequest } from "../documents/topic-renderer.ts";
import type { WireErrorCode } from "../domain/errors.ts";
import type { Hits } from "../domain/query/hits.ts";
import type { Page } from "../domain/section.ts";
import type { Publisher } from "../publish/publisher.ts";

/** The start data of a render thread. */
export interface RenderStart extends Publisher {
  readonly store: string;
  /** True when documents name our hub. */
  readonly hub: boolean;
  /** How long one task may read the store. */
  readonly readMsMax: number;
}

/** A task for a render thread. */
export type RenderWork =
  | { readonly kind: "document"; readonly request: RenderRequest }
  | { readonly kind: "topic"; readonly request: TopicRequest }
  | { readonly kind: "page"; readonly request: PageRequest }
  | { readonly kind: "hits"; readonly request: HitsRequest };

export interface RenderTask {
  readonly work: RenderWork;
  /** The state of the task, in shared memory, at the positions below. A running task cannot read messages. */
  readonly state: Int32Array;
}

/** The positions in a task's `state`. Each value is 0 or 1. */
export const taskStarted = 0;
export const taskAbandoned = 1;

/** The answer of a render thread. An error would lose its class on the way, so its code and message are sent. */
export type RenderReply =
  | { readonly kind: "document"; readonly answer: RenderAnswer }
  | { readonly kind: "topic"; readonly answer: TopicAnswer }
  | { readonly kind: "page"; readonly page: Page }
  | { readonly kind: "hits"; readonly hits: Hits }
  | { readonly kind: "failed"; readonly code: WireErrorCode; readonly message: string };
