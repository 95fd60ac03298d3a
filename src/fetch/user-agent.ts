import ipaddr from "ipaddr.js";

/**
 * The user agent of a configuration that names none, in the form that publishers' firewalls let through: several refuse
 * plain bot names, and some refuse any mention of localhost. It says who asks, where to complain (our public address,
 * else the project's page), and for how many readers.
 */
export function defaultUserAgent(about: {
  readonly version: string;
  readonly baseUrl: string;
  readonly subscribers: number;
}): string {
  const address = isPublicAddress(about.baseUrl) ? `${about.baseUrl}/` : projectPage;
  const readers = `${about.subscribers} subscriber${about.subscribers === 1 ? "" : "s"}`;
  return `Mozilla/5.0 (compatible; wiredesk/${about.version}; +${address}; ${readers})`;
}

const projectPage = "https://www.npmjs.com/package/wiredesk";

/** Names that no public name server answers for (RFC 2606, RFC 6761, RFC 6762, RFC 8375). */
const privateSuffixes = /(^|\.)(localhost|local|internal|home\.arpa|lan|home|test|example|invalid|intranet|corp)$/;

/** Whether somebody outside can open the address. Names are judged by their form; none is looked up. */
function isPublicAddress(baseUrl: string): boolean {
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$|\.$/g, "");
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === "unicast";
  return host.includes(".") && !privateSuffixes.test(host);
}
