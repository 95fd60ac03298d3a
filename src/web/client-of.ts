import type { Request } from "express";
import ipaddr from "ipaddr.js";

/**
 * Who asks, for limits and logs: the address of the connection, or what a trusted proxy says (`server.trustedProxies`).
 * Of IPv6 the first 64 bits: a household or a machine has all of the rest.
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
