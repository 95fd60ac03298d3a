import type { AlertOutboxStore } from "../domain/alerts/outbox-store.ts";
import type { OutboxRow, SendResult } from "../domain/alerts/outgoing.ts";
import { isStoreLost, messageOf } from "../domain/errors.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { ReceiverShare, ReceiverTurn } from "../domain/service/receiver-shares.ts";
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from "../domain/time.ts";
import type { ChannelSender } from "./channels/channel-sender.ts";
import { createDueWork, type DueWork } from "./due-work.ts";
import type { Pace } from "./pace.ts";
import { retryDelayMs } from "./retry-delay.ts";

export interface AlertSenderDeps {
  readonly store: Pick<
    AlertOutboxStore,
    "readDueMessages" | "readNextMessage" | "saveSent" | "saveFailure" | "saveFailed" | "forgetEnded"
  >;
  readonly channels: Pick<ChannelSender, "send">;
  /** False while another service runs the desk of this store in a file. That service then sends the alerts. */
  readonly maySend: () => Promise<boolean>;
  /** The channels that this process serves. */
  readonly receivers: ReceiverShare;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long a message without a `giveUpAt` is tried. After that it is given up, and kept with the reason. */
const tryMsMax = dayMs;
/** The longest wait before the next try, so that a newsroom soon gets its messages when a channel works again. */
const retryMsMax = 5 * minuteMs;
/** The shortest wait when the receiver itself says how long to wait, because it may say 0 seconds. */
const askedMsMin = secondMs;
/**
 * How many messages are sent at the same time, each to a different channel. A channel that hangs occupies one place.
 */
const runningMax = 64;
/** The outbox is checked at least this often, because other processes add, resend and drop rows. */
const lookMsMax = 5 * secondMs;
const keptMs = 30 * dayMs;
const forgetMax = 1000;

/**
 * Sends the messages in the outbox of alerts. Messages to one channel are sent one after the other, and those to
 * different channels at the same time. If sending is cut off, the message is sent again with the same id.
 */
export function createAlertSender(deps: AlertSenderDeps): DueWork {
  const { store, clock, log } = deps;
  const stopping = new AbortController();
  let forgotAt: Instant | null = null;
  let isMine = true;
  const work = createDueWork<OutboxRow>({
    ...{ clock, pace: deps.pace, runningMax, sleepMsMax: lookMsMax },
    async readDue(now, running) {
      isMine = deps.receivers.shards()?.length !== 0 && (await deps.maySend());
      if (!isMine) return [];
      await forget(now);
      return store.readDueMessages({ ...shareOf(running), now, limit: runningMax });
    },
    async readNext(now, running) {
      if (!isMine) return now + lookMsMax;
      const next = await store.readNextMessage({ ...shareOf(running), now });
      return next ?? now + lookMsMax;
    },
    mayStart: (row, running) => running.every(({ channel }) => channel !== row.channel),
    async run(row) {
      const turn = deps.receivers.begin(row.channel);
      if (turn !== null) await send(row, turn).finally(turn.end);
    },
    onFailed: (thrown) => logFailure(log, thrown),
  });

  function shareOf(running: readonly OutboxRow[]) {
    return { except: running.map(({ channel }) => channel), shards: deps.receivers.shards() };
  }

  async function send(row: OutboxRow, turn: ReceiverTurn): Promise<void> {
    const result = await deps.channels.send(row);
    // A message that was cut off did not fail.
    if ((stopping.signal.aborted || !turn.isMine()) && result.kind !== "sent") return;
    await surely(() => save(deps, row, result), { clock, log, signal: stopping.signal });
  }

  /** At most once an hour, deletes rows that ended more than `keptMs` ago. */
  async function forget(now: Instant): Promise<void> {
    if (forgotAt !== null && now - forgotAt < hourMs) return;
    forgotAt = now;
    await store.forgetEnded(now - keptMs, forgetMax);
  }

  return {
    wake: work.wake,
    stop() {
      stopping.abort();
      return work.stop();
    },
  };
}

/** Saves the outcome of a try. This is the one place that decides when a message is tried again. */
async function save({ store, clock, log }: AlertSenderDeps, row: OutboxRow, result: SendResult): Promise<void> {
  const at = clock.now();
  const { channel, message } = row;
  const attempts = row.attempts + 1;
  if (result.kind === "sent") return store.saveSent(row, { at, receipt: result.receipt });
  const { error } = result;
  const told = { channel, rule: message.rule, id: message.id, attempts, error };
  if (result.kind === "refused" || isOver(row, at)) {
    log.warn(told, "alerts: gave up a message");
    return store.saveFailed(row, { at, error });
  }
  const nextTryAt =
    result.retryAt === null ? at + retryDelayMs(attempts, retryMsMax) : Math.max(result.retryAt, at + askedMsMin);
  if (attempts === 1 && result.retryAt === null)
    log.warn(told, "alerts: a channel did not take a message; it is tried again");
  else log.debug(told, "alerts: a channel did not take a message");
  await store.saveFailure(row, { at, nextTryAt, error });
}

function isOver({ giveUpAt, firstFailedAt }: OutboxRow, at: Instant): boolean {
  return giveUpAt === null ? at - (firstFailedAt ?? at) >= tryMsMax : at >= giveUpAt;
}

const saveAgainMs = secondMs;

/**
 * Runs `work`, which saves the outcome of a try, until it succeeds or the sender stops. Until then the message counts
 * as running. Otherwise the row would be read again, and the message sent twice.
 */
async function surely(
  work: () => Promise<void>,
  { clock, log, signal }: { readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (thrown) {
      if (tries === 1) logFailure(log, thrown);
      if (signal.aborted) return;
      await clock.sleep(saveAgainMs, signal).catch(() => undefined);
    }
  }
}

/** The loss of the store is logged elsewhere (`watch-store.ts`). */
function logFailure(log: Log, thrown: unknown): void {
  if (!isStoreLost(thrown)) log.error({ err: thrown }, `alerts: ${messageOf(thrown)}`);
}
