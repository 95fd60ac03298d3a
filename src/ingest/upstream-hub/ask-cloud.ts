import { messageOf } from "../../domain/errors.ts";
import type { GuardedSender } from "../../domain/hub.ts";
import type { UpstreamHub } from "../../domain/upstream-hub.ts";

/**
 * Registers at a feed's cloud (rssCloud's REST protocol: "pleaseNotify" with a domain, which the cloud tries with a
 * challenge before it answers). Answers why it failed; null when we are registered, for 25 hours.
 */
export async function askCloud(
  { callbacks, baseUrl }: { readonly callbacks: GuardedSender; readonly baseUrl: string },
  cloud: UpstreamHub,
): Promise<string | null> {
  const callback = new URL(`${baseUrl}/websub/${cloud.token}`);
  const isSecure = callback.protocol === "https:";
  const form = new URLSearchParams({
    notifyProcedure: "",
    domain: callback.hostname,
    port: callback.port === "" ? (isSecure ? "443" : "80") : callback.port,
    path: callback.pathname,
    protocol: isSecure ? "https-post" : "http-post",
    url1: cloud.topic,
  });
  const answer = await callbacks.send({
    method: "POST",
    url: cloud.hubUrl,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.from(form.toString()),
  });
  if (answer.kind === "failed") return messageOf(answer.error);
  if (answer.status < 200 || answer.status >= 300) return `the cloud answered ${answer.status}`;
  // <notifyResult success="false" msg="…"/>
  return /success\s*=\s*["']false/i.test(Buffer.from(answer.body).toString("latin1")) ? "the cloud refused" : null;
}

/** A registration ends after 25 hours by itself. */
export const cloudLeaseSeconds = 25 * 3600;
