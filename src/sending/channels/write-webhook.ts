import { createHmac } from "node:crypto";
import type { WebhookChannel } from "../../domain/alerts/channel.ts";
import type { MessageItem, OutgoingMessage } from "../../domain/alerts/outgoing.ts";
import { secondMs } from "../../domain/time.ts";
import { jsonRequest, type Writing, type WrittenRequest } from "./written-request.ts";

/**
 * Writes a message that follows the Standard Webhooks specification. A repeat has the same webhook-id and body, but its
 * own time. There is one signature for each secret.
 */
export function writeWebhook(channel: WebhookChannel, { message, now }: Writing): WrittenRequest {
  const timestamp = String(Math.floor(now / secondMs));
  const told = { "webhook-id": message.id, "webhook-timestamp": timestamp };
  const request = jsonRequest(channel.url.reveal(), payloadOf(message), told);
  if (channel.secrets.length === 0) return request;
  const content = `${message.id}.${timestamp}.${request.body}`;
  const signatures = channel.secrets.map((secret) => sign(secret.reveal(), content));
  return { ...request, headers: { ...request.headers, "webhook-signature": signatures.join(" ") } };
}

function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

/** The specification's payload: type, timestamp, data. Times are ISO 8601. */
function payloadOf({ at, kind, items, ...rest }: OutgoingMessage): object {
  return {
    type: `wiredesk.${kind}`,
    timestamp: new Date(at).toISOString(),
    data: { ...rest, kind, items: items.map(payloadItemOf) },
  };
}

function payloadItemOf(item: MessageItem): object {
  return { ...item, at: new Date(item.at).toISOString() };
}
