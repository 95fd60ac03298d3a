import type { Request } from "express";
import ipaddr from "ipaddr.js";

/**
 * The client of a request, for limits and logs: the address of the connection, or the address that a trusted proxy
 * (`server.trustedProxies`) states. Only the first 64 bits of an IPv6 address count, because one household or machine
 * can use all addresses that begin with them.
 */
export function clientOf(request: Request): string {
  const said = request.ip ?? "";
  const address = ipaddr.isValid(said) ? said : (request.socket.remoteAddress ?? "");
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(":")}::/64`;
}
