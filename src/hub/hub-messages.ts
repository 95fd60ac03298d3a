import { createHmac } from "node:crypto";
import type { CallbackRequest, HubRequest, TopicDocument } from "../domain/hub.ts";

/** The hub's messages to subscribers: WebSub sections 5.2, 5.3 and 7. Pure. */
export const hubMessages = { verification, denial, distribution };

/**
 * Section 5.3: asks whether the subscriber really sent the request. The subscriber must answer with the challenge and
 * nothing else.
 */
function verification(request: HubRequest, challenge: string): CallbackRequest {
  const { mode, topic, callback, leaseSeconds } = request;
  return asking(callback, {
    "hub.mode": mode,
    "hub.topic": topic,
    "hub.challenge": challenge,
    ...(mode === "subscribe" ? { "hub.lease_seconds": String(leaseSeconds) } : {}),
  });
}

/** Section 5.2: tells the subscriber that the subscription is refused or has ended. */
function denial(topic: string, callback: string, reason: string): CallbackRequest {
  return asking(callback, { "hub.mode": "denied", "hub.topic": topic, "hub.reason": reason });
}

/** Section 7: the topic's document with its links. It is signed (section 7.1) if the subscriber gave a secret. */
function distribution(
  to: { readonly topic: string; readonly callback: string; readonly secret: string | null },
  document: Pick<TopicDocument, "contentType" | "bytes">,
  hubUrl: string,
): CallbackRequest {
  const signature: Record<string, string> =
    to.secret === null ? {} : { "X-Hub-Signature": `sha256=${hmac(to.secret, document.bytes)}` };
  return {
    method: "POST",
    url: to.callback,
    headers: {
      "Content-Type": document.contentType,
      Link: `<${hubUrl}>; rel="hub", <${to.topic}>; rel="self"`,
      ...signature,
    },
    body: document.bytes,
  };
}

/**
 * Signs with SHA-256, which every subscriber that follows the Recommendation knows. Section 8.3 advises against SHA-1.
 */
function hmac(secret: string, bytes: Uint8Array): string {
  return createHmac("sha256", secret).update(bytes).digest("hex");
}

/** Section 5.1.1: the callback's own query is kept byte for byte, and our parameters follow it. */
function asking(callback: string, parameters: Readonly<Record<string, string>>): CallbackRequest {
  const [address = ""] = callback.split("#", 1);
  const joint = address.includes("?") ? "&" : "?";
  const url = `${address}${joint}${new URLSearchParams(parameters)}`;
  return { method: "GET", url, headers: { Accept: "*/*" }, body: null };
}
