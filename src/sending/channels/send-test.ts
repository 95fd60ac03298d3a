import type { Channel } from "../../domain/alerts/channel.ts";
import type { OutgoingMessage, SendResult } from "../../domain/alerts/outgoing.ts";
import { WireError } from "../../domain/errors.ts";
import { didYouMean } from "../../domain/text/nearest-name.ts";
import type { Instant } from "../../domain/time.ts";
import type { ChannelSender } from "./channel-sender.ts";

export interface SendTestDeps {
  readonly channels: readonly Channel[];
  readonly sender: Pick<ChannelSender, "send">;
  /** The public address of this service. */
  readonly baseUrl: string;
  /** Makes a random string of letters, digits, "-" and "_". */
  readonly newId: () => string;
}

/**
 * Sends a test message to a channel directly, without the outbox, and returns the channel's answer. Error: not-found
 * for a name that the configuration does not have.
 */
export async function sendTest(deps: SendTestDeps, name: string, now: Instant): Promise<SendResult> {
  const names = deps.channels.map((channel) => channel.name);
  if (!names.includes(name)) {
    throw new WireError("not-found", `the configuration has no channel "${name}"${didYouMean(name, names)}`);
  }
  return deps.sender.send({ channel: name, message: testMessage(name, deps, now), threadReceipt: null });
}

function testMessage(name: string, { baseUrl, newId }: SendTestDeps, now: Instant): OutgoingMessage {
  const title = `Test: alerts reach the channel "${name}"`;
  return {
    ...{ id: `test-${newId()}`, kind: "test", rule: "test", title, more: 0, at: now, thread: null },
    items: [
      {
        ...{ event: "new", headline: title, summary: "A person asked for this message. Nothing has happened." },
        ...{ source: "wiredesk", outlets: null, url: null, deskUrl: `${baseUrl}/`, at: now },
      },
    ],
  };
}
