import ipaddr from "ipaddr.js";
import { WireError } from "../domain/errors.ts";

export interface AddressPolicy {
  /** Allows every address except multicast ones. For tests, the demo, and feeds inside an organisation. */
  readonly allowPrivateAddresses: boolean;
  /** Addresses and CIDR ranges ("10.1.2.0/24", "::1") that are always allowed. */
  readonly allowAddresses: readonly string[];
  /**
   * Returns the name of the setting that allows an address of our own network. The message of a refusal contains it.
   */
  readonly allowedBy?: (address: string) => string;
}

/** Each method returns why a connection must not be made, or null when it may be made. */
export interface AddressGuard {
  refuseAddress(host: string, address: string): WireError | null;
  refusePort(host: string, port: number): WireError | null;
}

type Address = ReturnType<typeof ipaddr.parse>;
type Range = ReturnType<typeof ipaddr.parseCIDR>;

/**
 * Refuses feeds that point into our own network (server-side request forgery). Throws `config-invalid` for a bad range.
 */
export function createAddressGuard(policy: AddressPolicy): AddressGuard {
  const allowed = policy.allowAddresses.map(parseRange);
  return {
    refuseAddress(host, address) {
      const parsed = parseAddress(address);
      if (parsed === null) return refusal(host, `${address} is not an IP address`);
      if (allowed.some((range) => matches(parsed, range))) return null;
      const kind = unreachableKind(parsed);
      if (kind === null || (kind !== "multicast" && policy.allowPrivateAddresses)) return null;
      const why = host === address ? `a ${kind} address` : `resolves to ${address}, a ${kind} address`;
      const allowedBy = ownNetworkKinds.has(kind) ? policy.allowedBy?.(parsed.toString()) : undefined;
      return refusal(host, allowedBy === undefined ? why : `${why}; if it is on your own network, set ${allowedBy}`);
    },
    refusePort(host, port) {
      return isPortAllowed(port)
        ? null
        : refusal(host, `port ${port} is not allowed; 80, 443 and most ports from 1024 are`);
    },
  };
}

/** An organisation's own feeds may be at addresses of these kinds, so only their refusal names the setting. */
const ownNetworkKinds: ReadonlySet<string> = new Set(["loopback", "private", "uniqueLocal"]);

function refusal(host: string, why: string): WireError {
  return new WireError("address-refused", `${host}: ${why}`);
}

function parseRange(text: string): Range {
  try {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    const address = ipaddr.parse(text);
    return [address, address.kind() === "ipv4" ? 32 : 128] as Range;
  } catch (cause) {
    throw new WireError("config-invalid", `allowAddresses: "${text}" is neither an IP address nor a CIDR range`, {
      cause,
    });
  }
}

/**
 * Parses an address. An IPv6 address that leads to an IPv4 address (mapped, or NAT64 of RFC 6052 section 2.1) is
 * returned as that IPv4 address. null when the text is no address.
 */
function parseAddress(text: string): Address | null {
  const bare = text.startsWith("[") ? text.slice(1, -1) : text;
  if (!ipaddr.isValid(bare)) return null;
  const address = ipaddr.process(bare);
  if (address instanceof ipaddr.IPv4 || !isNat64(address)) return address;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

function isNat64(address: ipaddr.IPv6): boolean {
  return address.match(ipaddr.IPv6.parse("64:ff9b::"), 96);
}

function matches(address: Address, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

/** Azure's wire server: a metadata service at an address that looks public. */
const publicMetadataAddresses = new Set(["168.63.129.16"]);

function unreachableKind(address: Address): string | null {
  if (publicMetadataAddresses.has(address.toString())) return "metadata";
  const range = address.range();
  if (range !== "unicast") return range;
  // RFC 4291 section 2.4 and the IANA registry: only 2000::/3 is assigned as global unicast. All other addresses are
  // refused, among them ::127.0.0.1.
  if (address instanceof ipaddr.IPv6 && ((address.parts[0] ?? 0) & 0xe000) !== 0x2000) return "unassigned";
  return null;
}

/**
 * Allows the web ports and all unprivileged ports, except those of https://fetch.spec.whatwg.org/#port-blocking and of
 * common databases.
 */
function isPortAllowed(port: number): boolean {
  if (port === 80 || port === 443) return true;
  return port >= 1024 && !blockedPorts.has(port);
}

const blockedPorts: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 2375, 2376, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667,
  6668, 6669, 6679, 6697, 9200, 9300, 10080, 11211, 27017,
]);
