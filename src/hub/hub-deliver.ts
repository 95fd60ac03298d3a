import { type Delivery, isBehind, type TopicDocument, type TopicVersion } from "../domain/hub.ts";
import type { ReceiverTurn } from "../domain/service/receiver-shares.ts";
import { hourMs } from "../domain/time.ts";
import { retryDelayMs } from "../sending/retry-delay.ts";
import type { HubDeps } from "./hub-deps.ts";
import { hubMessages } from "./hub-messages.ts";

/** How long a delivery is tried. After that it is given up, and a record is kept. */
const deliveryMsMax = 48 * hourMs;
/** The longest wait between two tries. Anybody can subscribe, so a dead subscriber must not be asked often. */
const retryMsMax = 3 * hourMs;
/** A subscriber that was away gets at most this many missed pages, the newest ones. The feed's archive has the rest. */
const missedPagesMax = 20;

/**
 * Delivers what one subscriber is owed, or sets the time of the next try. Missed pages are sent first, oldest first, so
 * that an interruption loses nothing. Once the turn is lost, nothing more is sent or saved, because another process
 * serves the subscriber.
 */
export async function deliver(deps: HubDeps, delivery: Delivery, turn: ReceiverTurn): Promise<void> {
  const { subscription } = delivery;
  await deps.pace.turn();
  const document = await deps.topics.readDocument(subscription.topic, null);
  // If the topic no longer exists, the next check of the topics ends the subscription.
  if (!turn.isMine()) return;
  if (document === null) return fail(deps, delivery, null, "this feed no longer exists");
  if (document.etag !== subscription.deliveredEtag) {
    for (const page of await missedPages(deps, delivery, document)) {
      const refusal = await post(deps, delivery, page);
      if (!turn.isMine()) return;
      if (refusal !== null) return refused(deps, delivery, document, refusal);
      if (page.newest !== null) await deps.store.saveReached(delivery, page.newest);
    }
    const refusal = await post(deps, delivery, document);
    if (!turn.isMine()) return;
    if (refusal !== null) return refused(deps, delivery, document, refusal);
  }
  await deps.store.saveDelivered(delivery, document, deps.clock.now());
}

/** The older pages between the subscriber's position and the end of the document, oldest first. */
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
  /** True when we stopped the request ourselves. The failure then says nothing about the subscriber. */
  readonly stopped: boolean;
}

async function post(deps: HubDeps, delivery: Delivery, document: TopicDocument): Promise<Refusal | null> {
  // Wait for a turn, because signing and sending hundreds of kilobytes occupies the thread for a millisecond or more.
  await deps.pace.turn();
  const answer = await deps.callbacks.send(hubMessages.distribution(delivery.subscription, document, deps.hubUrl));
  if (answer.kind === "failed")
    return { status: null, error: answer.error.message, stopped: answer.error.code === "io-failed" };
  if (answer.status >= 200 && answer.status < 300) return null;
  return { status: answer.status, error: `the subscriber answered ${answer.status}`, stopped: false };
}

/** WebSub section 7: a 410 ends the subscription. Any other status that is not 2xx is a failure. */
async function refused(deps: HubDeps, delivery: Delivery, version: TopicVersion, refusal: Refusal): Promise<void> {
  const { topic, callback } = delivery.subscription;
  if (refusal.stopped) return;
  if (refusal.status !== 410) return fail(deps, delivery, version, refusal.error);
  deps.log.info({ topic, host: new URL(callback).host }, "hub: the subscriber ended its subscription (410)");
  await deps.store.removeSubscription(topic, callback);
}

async function fail(deps: HubDeps, delivery: Delivery, version: TopicVersion | null, error: string): Promise<void> {
  const { topic, callback } = delivery.subscription;
  const at = deps.clock.now();
  const attempts = delivery.attempts + 1;
  const told = { topic, host: new URL(callback).host, attempts, error };
  if (at - (delivery.firstFailedAt ?? at) >= deliveryMsMax) {
    deps.log.warn(told, "hub: gave up a delivery");
    await deps.store.dropDelivery(delivery, version, { at, error });
    return;
  }
  deps.log.debug(told, "hub: delivery failed");
  await deps.store.saveDeliveryFailure(delivery, { at, nextTryAt: at + retryDelayMs(attempts, retryMsMax), error });
}
