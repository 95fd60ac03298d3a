import { addressGroup } from "../domain/address-group.ts";
import { messageOf, WireError } from "../domain/errors.ts";
import type { HubRequest } from "../domain/hub.ts";
import { type Instant, secondMs } from "../domain/time.ts";
import { createFairQueue } from "./fair-queue.ts";
import type { HubDeps } from "./hub-deps.ts";
import { hubMessages } from "./hub-messages.ts";
import { logFailure } from "./log-failure.ts";
import { createRateLimit } from "./rate-limit.ts";

/** Carries out subscribers' requests, each after the subscriber has confirmed it. */
export interface HubVerifier {
  /**
   * Accepts a request. The subscriber is asked for confirmation afterwards. `client`: the address that sent the
   * request. Throws WireError rate-limited.
   */
  ask(request: HubRequest, client: string): void;
  /** Asks no more subscribers. Resolves when no request is running. */
  stop(): Promise<void>;
}

/**
 * A stranger may name any callback. So that nobody can use the hub to attack others, two numbers are limited per
 * minute: the requests of one client, and the confirmations that the hub requests from one host. A host is counted by
 * its IP address as well as its name, because anybody can make up names and ports.
 */
const askedPerClientMax = 120;
const askedPerHostMax = 60;
const waitingMax = 1_000;
/**
 * How many confirmations may be pending, in total and at one address. A callback that never answers holds its place for
 * `answerMsMax`.
 */
const askingMax = 64;
const askingPerAddressMax = 8;
const answerMsMax = 5 * secondMs;
/**
 * How many names may be resolved at the same time, in total and for one client. A name whose servers do not answer
 * occupies its place.
 */
const resolvingMax = 64;
const resolvingPerClientMax = 16;

interface Asked {
  readonly request: HubRequest;
  readonly client: string;
}

interface Resolved {
  readonly request: HubRequest;
  /** The IP address of the callback's host. The confirmation is requested only there. */
  readonly address: string;
}

export function createHubVerifier(deps: HubDeps): HubVerifier {
  const ofClient = createRateLimit(deps.clock, askedPerClientMax);
  const ofHost = createRateLimit(deps.clock, askedPerHostMax);
  const ofAddress = createRateLimit(deps.clock, askedPerHostMax);
  let stopped = false;
  const guarded = (work: Promise<void>) =>
    work.catch((thrown: unknown) => {
      if (!stopped) logFailure(deps.log, thrown);
    });

  const resolving = createFairQueue<Asked>({
    runningMax: resolvingMax,
    runningPerKeyMax: resolvingPerClientMax,
    keyOf: ({ client }) => client,
    work: ({ request }) => guarded(resolve(request)),
  });
  const asking = createFairQueue<Resolved>({
    runningMax: askingMax,
    runningPerKeyMax: askingPerAddressMax,
    keyOf: ({ address }) => addressGroup(address),
    work: (resolved) => guarded(verify(deps, resolved)),
  });

  async function resolve(request: HubRequest): Promise<void> {
    const found = await deps.callbacks.resolve(request.callback);
    if (found.kind === "failed") return tellFailure(deps, request, messageOf(found.error));
    if (!ofAddress(addressGroup(found.address)))
      return tellFailure(deps, request, "its address gets too many requests");
    asking.push({ request, address: found.address });
  }

  return {
    ask(request, client) {
      if (resolving.waiting + asking.waiting >= waitingMax)
        throw new WireError("rate-limited", "too many subscriptions are waiting for verification");
      const { hostname } = new URL(request.callback);
      if (!ofClient(addressGroup(client)))
        throw new WireError("rate-limited", "too many requests; try again in a minute");
      if (!ofHost(hostname))
        throw new WireError("rate-limited", `${hostname} gets too many requests; try again in a minute`);
      resolving.push({ request, client: addressGroup(client) });
    },
    async stop() {
      stopped = true;
      await Promise.all([resolving.stop(), asking.stop()]);
    },
  };
}

/** Requests the confirmation (WebSub section 5.3). If anything fails, the subscription stays as it was. */
async function verify(deps: HubDeps, { request, address }: Resolved): Promise<void> {
  const { mode, topic, callback } = request;
  const askedAt = deps.clock.now();
  const challenge = deps.newChallenge();
  const question = hubMessages.verification(request, challenge);
  const answer = await deps.callbacks.send({ ...question, address, msMax: answerMsMax });
  const confirmed =
    answer.kind === "answered" &&
    answer.status >= 200 &&
    answer.status < 300 &&
    Buffer.compare(answer.body, Buffer.from(challenge, "utf8")) === 0;
  if (!confirmed)
    return tellFailure(deps, request, answer.kind === "failed" ? answer.error.message : `status ${answer.status}`);
  if (mode === "subscribe") await subscribe(deps, { request, address }, askedAt);
  else await deps.store.removeSubscription(topic, callback);
  deps.log.info({ topic, host: new URL(callback).host, mode }, "hub: confirmed");
}

function tellFailure(deps: HubDeps, { mode, topic, callback }: HubRequest, why: string): void {
  deps.log.info({ topic, host: new URL(callback).host, mode, why }, "hub: not confirmed");
}

/**
 * Saves a confirmed subscription. If the topic no longer exists, or the store refuses the subscription, the subscriber
 * is sent a denial (section 5.2). The lease begins at `askedAt`, when the confirmation was requested.
 */
async function subscribe(deps: HubDeps, { request, address }: Resolved, askedAt: Instant): Promise<void> {
  const { topic, callback } = request;
  try {
    const version = await deps.topics.readVersion(topic);
    if (version === null) throw new WireError("not-found", "there is no such feed any more");
    await deps.store.saveSubscription(request, version, askedAt, addressGroup(address));
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    deps.log.warn({ topic, error: thrown.message }, "hub: denied");
    await deps.callbacks.send(hubMessages.denial(topic, callback, thrown.message));
  }
}
