import { messageOf, WireError } from "../domain/errors.ts";
import type { HubRequest } from "../domain/hub.ts";
import { type Instant, minuteMs } from "../domain/time.ts";
import type { HubDeps } from "./hub-deps.ts";
import { hubMessages } from "./hub-messages.ts";

/** Carries out what subscribers ask, each once the subscriber has confirmed it. */
export interface HubVerifier {
  /** Takes a request; the confirmation is asked for behind it. Throws WireError rate-limited. */
  ask(request: HubRequest): void;
  /** Resolves when nothing is under way. */
  settle(): Promise<void>;
}

/**
 * A stranger may name any callback: what one host is asked in a minute is bounded, so that the hub is no weapon against
 * it.
 */
const askedPerHostMax = 60;
const askedPerMs = minuteMs;
const waitingMax = 1_000;
const runningMax = 16;

export function createHubVerifier(deps: HubDeps): HubVerifier {
  const waiting: HubRequest[] = [];
  const running = new Set<Promise<void>>();
  const asked = createHostCounter(deps);

  function ask(request: HubRequest): void {
    if (waiting.length >= waitingMax) throw new WireError("rate-limited", "too many subscriptions wait to be verified");
    asked.count(new URL(request.callback).host);
    waiting.push(request);
    next();
  }

  function next(): void {
    while (running.size < runningMax) {
      const request = waiting.shift();
      if (request === undefined) return;
      const work = verify(deps, request)
        .catch((thrown: unknown) => deps.log.error({ err: thrown }, `hub: ${messageOf(thrown)}`))
        .finally(() => {
          running.delete(work);
          next();
        });
      running.add(work);
    }
  }

  return {
    ask,
    async settle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Counts requests by host within the present minute. */
function createHostCounter({ clock }: HubDeps): { count(host: string): void } {
  let since: Instant = clock.now();
  const counts = new Map<string, number>();
  return {
    count(host) {
      if (clock.now() - since >= askedPerMs) {
        since = clock.now();
        counts.clear();
      }
      const count = (counts.get(host) ?? 0) + 1;
      if (count > askedPerHostMax)
        throw new WireError("rate-limited", `${host} is asked too often; try again in a minute`);
      counts.set(host, count);
    },
  };
}

/** WebSub section 5.3. Whatever goes wrong leaves the subscription as it was. */
async function verify(deps: HubDeps, request: HubRequest): Promise<void> {
  const { mode, topic, callback } = request;
  const askedAt = deps.clock.now();
  const challenge = deps.newChallenge();
  const answer = await deps.callbacks.send(hubMessages.verification(request, challenge));
  const host = new URL(callback).host;
  const confirmed =
    answer.kind === "answered" &&
    answer.status >= 200 &&
    answer.status < 300 &&
    Buffer.compare(answer.body, Buffer.from(challenge, "utf8")) === 0;
  if (!confirmed) {
    const why = answer.kind === "failed" ? answer.error.message : `status ${answer.status}`;
    deps.log.info({ topic, host, mode, why }, "hub: not confirmed");
    return;
  }
  if (mode === "subscribe") await subscribe(deps, request, askedAt);
  else await deps.store.removeSubscription(topic, callback);
  deps.log.info({ topic, host, mode }, "hub: confirmed");
}

/**
 * A subscription that is refused although it was confirmed is denied (section 5.2). The lease counts from the question.
 */
async function subscribe(deps: HubDeps, request: HubRequest, askedAt: Instant): Promise<void> {
  const { topic, callback } = request;
  try {
    const document = await deps.documents.read(topic, null);
    if (document === null) throw new WireError("not-found", "there is no such feed any more");
    await deps.store.saveSubscription(request, document, askedAt);
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    deps.log.warn({ topic, error: thrown.message }, "hub: denied");
    await deps.callbacks.send(hubMessages.denial(topic, callback, thrown.message));
  }
}
