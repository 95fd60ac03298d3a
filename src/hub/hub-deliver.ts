import { type Delivery, isBehind, type TopicDocument, type TopicVersion } from "../domain/hub.ts";
import { hourMs } from "../domain/time.ts";
import type { HubDeps } from "./hub-deps.ts";
import { hubMessages } from "./hub-messages.ts";

/** A delivery is tried for so long, then given up with a record. */
const deliveryMsMax = 48 * hourMs;
/** A subscriber that was away gets the pages it missed, but no more than so many; the archive has the rest. */
const missedPagesMax = 20;

/**
 * Pays one debt, or says when to try again. What was missed goes first, the oldest page at the head, so that a break in
 * between loses nothing.
 */
export async function deliver(deps: HubDeps, delivery: Delivery): Promise<void> {
  const { subscription } = delivery;
  await deps.pace.turn();
  const document = await deps.topics.readDocument(subscription.topic, null);
  // A topic that is gone is denied by the next look at the topics.
  if (document === null) return fail(deps, delivery, null, "there is no such feed any more");
  if (document.etag !== subscription.deliveredEtag) {
    for (const page of await missedPages(deps, delivery, document)) {
      const refusal = await post(deps, delivery, page);
      if (refusal !== null) return refused(deps, delivery, document, refusal);
      if (page.newest !== null) await deps.store.saveReached(delivery, page.newest);
    }
    const refusal = await post(deps, delivery, document);
    if (refusal !== null) return refused(deps, delivery, document, refusal);
  }
  await deps.store.saveDelivered(delivery, document, deps.clock.now());
}

/** The older pages between what the subscriber has and where the document ends, the oldest first. */
async function missedPages(
  deps: HubDeps,
  delivery: Delivery,
  document: TopicDocument,
): Promise<readonly TopicDocument[]> {
  const { topic, reached } = delivery.subscription;
  const pages: TopicDocument[] = [];
  if (reached === null) return pages;
  let { next } = document;
  while (next !== null && isBehind(reached, next) && pages.length < missedPagesMax) {
    const page = await deps.topics.readDocument(topic, next);
    if (page === null) break;
    pages.unshift(page);
    next = page.next;
  }
  return pages;
}

interface Refusal {
  readonly status: number | null;
  readonly error: string;
  /** We broke off ourselves: nothing is known of the subscriber. */
  readonly stopped: boolean;
}

async function post(deps: HubDeps, delivery: Delivery, document: TopicDocument): Promise<Refusal | null> {
  // Signing and sending hundreds of kilobytes takes the thread for a millisecond or more.
  await deps.pace.turn();
  const answer = await deps.callbacks.send(hubMessages.distribution(delivery.subscription, document, deps.hubUrl));
  if (answer.kind === "failed")
    return { status: null, error: answer.error.message, stopped: answer.error.code === "io-failed" };
  if (answer.status >= 200 && answer.status < 300) return null;
  return { status: answer.status, error: `the subscriber answered ${answer.status}`, stopped: false };
}

/** WebSub section 7: 410 ends the subscription, anything else that is not 2xx is a failure. */
async function refused(deps: HubDeps, delivery: Delivery, version: TopicVersion, refusal: Refusal): Promise<void> {
  const { topic, callback } = delivery.subscription;
  if (refusal.stopped) return;
  if (refusal.status !== 410) return fail(deps, delivery, version, refusal.error);
  deps.log.info({ topic, host: new URL(callback).host }, "hub: the subscriber has gone");
  await deps.store.removeSubscription(topic, callback);
}

async function fail(deps: HubDeps, delivery: Delivery, version: TopicVersion | null, error: string): Promise<void> {
  const { topic, callback } = delivery.subscription;
  const at = deps.clock.now();
  const attempts = delivery.attempts + 1;
  const told = { topic, host: new URL(callback).host, attempts, error };
  if (at - (delivery.firstFailedAt ?? at) >= deliveryMsMax) {
    deps.log.warn(told, "hub: delivery given up");
    await deps.store.dropDelivery(delivery, version, { at, error });
    return;
  }
  deps.log.debug(told, "hub: delivery failed");
  await deps.store.saveDeliveryFailure(delivery, { at, nextTryAt: at + hubMessages.retryDelayMs(attempts), error });
}
