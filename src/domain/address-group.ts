/**
 * The part of an IP address that belongs to one customer of a network. Limits are counted by this part, because one
 * customer has a huge number of IPv6 addresses. The part is a whole IPv4 address, the first 64 bits of an IPv6 address
 * (a site gets at least one block of this size, RFC 6177), or the IPv4 address inside an IPv4-mapped address (RFC 4291
 * section 2.5.5.2). Pure.
 */
export function addressGroup(address: string): string {
  const [, mapped] = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  const [head = "", tail] = (address.split("%", 1)[0] ?? "").toLowerCase().split("::", 2);
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, hextets - before.length - after.length);
  const all = [...before, ...new Array<string>(zeros).fill("0"), ...after];
  return `${all
    .slice(0, hextets / 2)
    .map((part) => part.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

const hextets = 8;
