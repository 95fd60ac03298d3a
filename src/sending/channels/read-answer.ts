import type { Channel } from "../../domain/alerts/channel.ts";
import type { SendResult } from "../../domain/alerts/outgoing.ts";
import { type Instant, secondMs } from "../../domain/time.ts";
import { cutText } from "./cut-text.ts";
import { readRetryAfter } from "./retry-after.ts";

/** What a channel answered to a request. */
export interface ChannelAnswer {
  readonly status: number;
  readonly body: Uint8Array;
  readonly retryAfter: string | null;
}

type Later = Extract<SendResult, { readonly kind: "later" }>;

type RequestChannel = Exclude<Channel, { readonly kind: "mail" }>;

/**
 * The outcome of a request. It is "refused" if the answer says that the message itself is wrong, because a repeat would
 * be refused too. All other failures are "later": they may end by themselves, or a person may end them, for example a
 * wrong token or a deleted channel.
 */
export function readAnswer(channel: RequestChannel, answer: ChannelAnswer, now: Instant): SendResult {
  const text = new TextDecoder().decode(answer.body);
  const { status } = answer;
  const error = `the channel answered ${status}${text.trim() === "" ? "" : `: ${cutText(oneLine(text), errorChars)}`}`;
  const later: Later = { kind: "later", retryAt: readRetryAfter(answer.retryAfter, now), error };
  const isOk = status >= 200 && status < 300;
  switch (channel.kind) {
    case "webhook":
      return isOk ? sent(null) : later;
    case "slack":
      return channel.way.kind === "bot" && isOk ? readSlackBot(text, later) : plain(isOk, status, later);
    case "teams":
      // An older connector of Teams answers 200 even when it fails, and describes the failure in the text.
      return isOk && /HTTP error/.test(text) ? later : plain(isOk, status, later);
    case "discord":
      return plain(isOk, status, { ...later, retryAt: later.retryAt ?? wait(jsonOf(text).retry_after, now) });
    case "ntfy":
      return plain(isOk, status, later);
    case "telegram":
      return readTelegram(text, status, later, now);
  }
}

const errorChars = 300;

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function sent(receipt: string | null): SendResult {
  return { kind: "sent", receipt };
}

/** The statuses that mean that the message is malformed or too large. */
const refusals: ReadonlySet<number> = new Set([400, 413, 422]);

function plain(isOk: boolean, status: number, later: Later): SendResult {
  if (isOk) return sent(null);
  return refusals.has(status) ? { kind: "refused", error: later.error } : later;
}

/** The errors in https://docs.slack.dev/reference/methods/chat.postMessage that are about the message itself. */
const slackRefusals: ReadonlySet<string> = new Set([
  "invalid_arguments",
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  "msg_too_long",
  "no_text",
  "thread_not_found",
  "too_many_attachments",
]);

/** Slack answers 200 unless too many requests come. Its JSON says whether it took the message. */
function readSlackBot(text: string, later: Later): SendResult {
  const { ok, ts, error } = jsonOf(text);
  if (ok === true) return sent(typeof ts === "string" ? ts : null);
  const told = `Slack answered ${typeof error === "string" ? error : "something that cannot be read"}`;
  return slackRefusals.has(String(error)) ? { kind: "refused", error: told } : { ...later, error: told };
}

/**
 * Telegram's status 400 means that the message is wrong, unless the description says that the bot cannot write to the
 * chat.
 */
function readTelegram(text: string, status: number, later: Later, now: Instant): SendResult {
  const { ok, result, description, parameters } = jsonOf(text);
  if (ok === true) return sent(isRecord(result) && "message_id" in result ? String(result.message_id) : null);
  const words = typeof description === "string" ? description : "something that cannot be read";
  const error = `Telegram answered ${status}: ${cutText(words, errorChars)}`;
  const isAboutChat = /chat not found|kicked|upgraded|not enough rights/i.test(words);
  if (status === 400 && !isAboutChat) return { kind: "refused", error };
  const asked = isRecord(parameters) ? wait(parameters.retry_after, now) : null;
  return { ...later, retryAt: asked ?? later.retryAt, error };
}

function wait(seconds: unknown, now: Instant): Instant | null {
  return typeof seconds === "number" && seconds >= 0 ? now + Math.ceil(seconds * secondMs) : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return {};
    throw thrown;
  }
}
