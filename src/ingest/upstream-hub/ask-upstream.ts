import { messageOf } from "../../domain/errors.ts";
import type { CallbackAnswer, GuardedSender } from "../../domain/hub.ts";
import type { UpstreamHub } from "../../domain/upstream-hub.ts";
import { leaseSecondsWanted } from "./upstream-hub-steps.ts";

/**
 * Sends our subscription request to a hub (WebSub section 5.1). Returns the reason of a failure; null when the hub
 * accepted it.
 */
export async function askUpstream(
  { callbacks, baseUrl }: { readonly callbacks: GuardedSender; readonly baseUrl: string },
  hub: UpstreamHub,
  mode: "subscribe" | "unsubscribe",
): Promise<string | null> {
  const form = new URLSearchParams({
    "hub.mode": mode,
    "hub.topic": hub.topic,
    "hub.callback": `${baseUrl}/websub/${hub.token}`,
    // Section 5.1 recommends a secret only for https hubs. Over http it is weak, but without a secret anybody could
    // send us deliveries.
    ...(mode === "subscribe" ? { "hub.secret": hub.secret, "hub.lease_seconds": String(leaseSecondsWanted) } : {}),
  });
  const answer = await sendFollowing(callbacks, hub.hubUrl, Buffer.from(form.toString()));
  if (answer.kind === "failed") return messageOf(answer.error);
  return answer.status >= 200 && answer.status < 300 ? null : `the hub answered ${answer.status}`;
}

/**
 * Section 5.1: a hub may answer 307 or 308, and the same request is then sent to that address. The request contains our
 * secret, so a redirect from https to http is not followed.
 */
async function sendFollowing(callbacks: GuardedSender, hubUrl: string, body: Uint8Array): Promise<CallbackAnswer> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  let url = hubUrl;
  for (let hops = 0; ; hops += 1) {
    const answer = await callbacks.send({ method: "POST", url, headers, body });
    if (answer.kind === "failed" || (answer.status !== 307 && answer.status !== 308)) return answer;
    const { location } = answer;
    if (hops === redirectsMax || location === null || !URL.canParse(location, url)) return answer;
    const next = new URL(location, url);
    const isSafe = next.protocol === "https:" || (next.protocol === "http:" && new URL(url).protocol === "http:");
    if (!isSafe) return answer;
    url = next.href;
  }
}

const redirectsMax = 3;

/**
 * Registers at a feed's cloud with rssCloud's REST protocol: "pleaseNotify" with a domain, which the cloud tests with a
 * challenge before it answers. A registration lasts 25 hours. Returns the reason of a failure; null on success.
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
  // The answer of a cloud that refuses: <notifyResult success="false" msg="…"/>
  return /success\s*=\s*["']false/i.test(Buffer.from(answer.body).toString("latin1")) ? "the cloud refused" : null;
}

/** A registration ends by itself after 25 hours. */
export const cloudLeaseSeconds = 25 * 3600;
