import { WireError } from "../domain/errors.ts";
import type { HubRequest } from "../domain/hub.ts";

/**
 * Reads a subscriber's POST to the hub (WebSub section 5.1). Unknown parameters are ignored. The topic is not checked
 * here. Throws WireError usage with a sentence for the subscriber's developer.
 */
export function readHubRequest(form: string): HubRequest {
  const given = new URLSearchParams(form);
  const mode = given.get("hub.mode");
  if (mode !== "subscribe" && mode !== "unsubscribe")
    throw new WireError("usage", 'hub.mode must be "subscribe" or "unsubscribe".');
  const topic = given.get("hub.topic") ?? "";
  if (topic === "" || topic.length > urlCharsMax) throw new WireError("usage", "hub.topic must be a feed's address.");
  return {
    mode,
    topic,
    callback: readCallback(given),
    secret: readSecret(given),
    leaseSeconds: readLease(given, mode),
  };
}

const urlCharsMax = 2048;
/** Section 5.1: "less than 200 bytes". */
const secretBytesMax = 199;
const leaseSecondsDefault = 10 * 86_400;
const leaseSecondsMin = 3_600;
const leaseSecondsMax = 30 * 86_400;

function readCallback(given: URLSearchParams): string {
  const callback = given.get("hub.callback") ?? "";
  const url = callback.length <= urlCharsMax && URL.canParse(callback) ? new URL(callback) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new WireError("usage", "hub.callback must be an http or https address.");
  if (url.username !== "" || url.password !== "")
    throw new WireError("usage", "hub.callback must not contain a user name; use hub.secret.");
  return callback;
}

function readSecret(given: URLSearchParams): string | null {
  const secret = given.get("hub.secret") ?? "";
  if (Buffer.byteLength(secret) > secretBytesMax)
    throw new WireError("usage", `hub.secret must be shorter than ${secretBytesMax + 1} bytes.`);
  return secret === "" ? null : secret;
}

/** Section 5.1 lets the hub decide on the lease. A lease in an unsubscription must be ignored. */
function readLease(given: URLSearchParams, mode: HubRequest["mode"]): number {
  const asked = given.get("hub.lease_seconds");
  if (asked === null || asked === "" || mode === "unsubscribe") return leaseSecondsDefault;
  if (!/^\d{1,15}$/.test(asked) || Number(asked) === 0)
    throw new WireError("usage", "hub.lease_seconds must be a positive whole number.");
  return Math.min(Math.max(Number(asked), leaseSecondsMin), leaseSecondsMax);
}
