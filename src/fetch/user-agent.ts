import ipaddr from "ipaddr.js";
import { counted } from "../domain/text/counted.ts";

/**
 * The default user agent, in a form that publishers' firewalls accept: several refuse plain bot names, and some refuse
 * any mention of localhost. It says who is asking, where to complain (our public address, or else the project's page),
 * and how many readers we have.
 */
export function defaultUserAgent(about: {
  readonly version: string;
  readonly baseUrl: string;
  readonly subscribers: number;
}): string {
  const address = isPublicAddress(about.baseUrl) ? `${about.baseUrl}/` : projectPage;
  const readers = counted(about.subscribers, "subscriber");
  return `Mozilla/5.0 (compatible; wiredesk/${about.version}; +${address}; ${readers})`;
}

const projectPage = "https://www.npmjs.com/package/wiredesk";

/** Names for which no public name server answers (RFC 2606, RFC 6761, RFC 6762, RFC 8375). */
const privateSuffixes = /(^|\.)(localhost|local|internal|home\.arpa|lan|home|test|example|invalid|intranet|corp)$/;

/** Whether people outside our network can open the address. Only the form of the host decides; no name is looked up. */
function isPublicAddress(baseUrl: string): boolean {
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$|\.$/g, "");
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === "unicast";
  return host.includes(".") && !privateSuffixes.test(host);
}
