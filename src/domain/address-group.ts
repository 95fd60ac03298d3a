/**
 * The part of an IP address that belongs to one customer of a network: an IPv4 address whole, the first 64 bits of an
 * IPv6 address (RFC 6177 gives whoever asks that many), and the IPv4 address inside a mapped one (RFC 4291 section
 * 2.5.5.2). Limits are counted by it: an IPv6 host has more addresses than anybody can count. Pure.
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
