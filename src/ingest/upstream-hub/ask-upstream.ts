import { messageOf } from "../../domain/errors.ts";
import type { GuardedSender } from "../../domain/hub.ts";
import type { UpstreamHub } from "../../domain/upstream-hub.ts";
import { leaseSecondsWanted } from "./upstream-hub-steps.ts";

/** Sends what a subscriber asks of a hub (WebSub section 5.1). Answers why it failed; null when the hub took it. */
export async function askUpstream(
  { callbacks, baseUrl }: { readonly callbacks: GuardedSender; readonly baseUrl: string },
  hub: UpstreamHub,
  mode: "subscribe" | "unsubscribe",
): Promise<string | null> {
  const form = new URLSearchParams({
    "hub.mode": mode,
    "hub.topic": hub.topic,
    "hub.callback": `${baseUrl}/websub/${hub.token}`,
    // Section 5.1 would have a secret go to https hubs alone. Over http it is weak, but without it anybody may feed us.
    ...(mode === "subscribe" ? { "hub.secret": hub.secret, "hub.lease_seconds": String(leaseSecondsWanted) } : {}),
  });
  const answer = await callbacks.send({
    method: "POST",
    url: hub.hubUrl,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.from(form.toString()),
  });
  if (answer.kind === "failed") return messageOf(answer.error);
  return answer.status >= 200 && answer.status < 300 ? null : `the hub answered ${answer.status}`;
}
