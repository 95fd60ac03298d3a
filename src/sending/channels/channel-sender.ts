import type { Channel } from "../../domain/alerts/channel.ts";
import type { OutboxRow, SendResult } from "../../domain/alerts/outgoing.ts";
import type { GuardedSender } from "../../domain/hub.ts";
import type { Clock } from "../../domain/ports.ts";
import { secondMs } from "../../domain/time.ts";
import { readAnswer } from "./read-answer.ts";
import { type MailDeps, sendMail } from "./send-mail.ts";
import { writeDiscord } from "./write-discord.ts";
import { writeMail } from "./write-mail.ts";
import { writeNtfy } from "./write-ntfy.ts";
import { writeSlack } from "./write-slack.ts";
import { writeTeams } from "./write-teams.ts";
import { writeTelegram } from "./write-telegram.ts";
import { writeWebhook } from "./write-webhook.ts";
import type { Writing, WrittenRequest } from "./written-request.ts";

/** Sends messages to the configured channels. */
export interface ChannelSender {
  /** Sends a message once. Never rejects. */
  send(row: Pick<OutboxRow, "channel" | "message" | "threadReceipt">): Promise<SendResult>;
  /** Cuts off the messages that are being sent. Their results are not to be saved. */
  cut(): void;
  /** Cuts off the messages that are being sent, for good. */
  close(): Promise<void>;
}

export interface ChannelSenderDeps {
  readonly channels: readonly Channel[];
  /**
   * `open` also sends to addresses of private networks, for channels that allow it. `guarded` refuses such addresses.
   */
  readonly http: { readonly guarded: GuardedSender; readonly open: GuardedSender };
  readonly connect: MailDeps["connect"];
  readonly clock: Clock;
  /** The host in the Message-IDs of mails. */
  readonly idHost: string;
}

export function createChannelSender(deps: ChannelSenderDeps): ChannelSender {
  let cutting = new AbortController();
  const mail = (): MailDeps => ({ clock: deps.clock, connect: deps.connect, cutting: cutting.signal });
  return {
    async send({ channel: name, message, threadReceipt }) {
      const channel = deps.channels.find((one) => one.name === name);
      if (channel === undefined) {
        return { kind: "later", retryAt: null, error: `the configuration has no channel "${name}"` };
      }
      if (channel.kind === "mail") return sendMail(mail(), channel, writeMail(channel, message, deps.idHost));
      const writing = { message, threadReceipt, now: deps.clock.now() };
      const result = await post(deps, channel, writing);
      // The first message of the thread was deleted, so send this message outside the thread.
      const isLost = result.kind === "refused" && threadReceipt !== null && /thread_not_found/.test(result.error);
      return isLost ? post(deps, channel, { ...writing, threadReceipt: null }) : result;
    },
    cut() {
      cutting.abort();
      cutting = new AbortController();
      deps.http.guarded.cut();
      deps.http.open.cut();
    },
    async close() {
      cutting.abort();
      await Promise.all([deps.http.guarded.close(), deps.http.open.close()]);
    },
  };
}

type RequestChannel = Exclude<Channel, { readonly kind: "mail" }>;

const totalMsMax = 20 * secondMs;
/** At most this much of an answer is read. Slack's answer repeats the message. */
const answerBytesMax = 256 * 1024;

async function post(
  { http, clock }: ChannelSenderDeps,
  channel: RequestChannel,
  writing: Writing,
): Promise<SendResult> {
  const request = write(channel, writing);
  const sender = channel.allowPrivateAddresses ? http.open : http.guarded;
  const answer = await sender.send({
    ...{ method: "POST", url: request.url, headers: request.headers, body: Buffer.from(request.body) },
    ...{ msMax: totalMsMax, bytesMax: answerBytesMax, isBodyOptional: !namesReceipt(channel) },
  });
  if (answer.kind === "failed") return { kind: "later", retryAt: null, error: answer.error.message };
  return readAnswer(channel, { ...answer, retryAfter: answer.retryAfter ?? null }, clock.now());
}

/**
 * Whether the body of an answer contains the id that the service gave to the message. Other services confirm the
 * message only by the status, so the body of their answers need not arrive.
 */
function namesReceipt(channel: RequestChannel): boolean {
  return channel.kind === "telegram" || (channel.kind === "slack" && channel.way.kind === "bot");
}

function write(channel: RequestChannel, writing: Writing): WrittenRequest {
  switch (channel.kind) {
    case "webhook":
      return writeWebhook(channel, writing);
    case "slack":
      return writeSlack(channel, writing);
    case "teams":
      return writeTeams(channel, writing);
    case "discord":
      return writeDiscord(channel, writing);
    case "telegram":
      return writeTelegram(channel, writing);
    case "ntfy":
      return writeNtfy(channel, writing);
  }
}
