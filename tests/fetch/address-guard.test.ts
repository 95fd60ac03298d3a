import { describe, expect, test } from "vitest";
import { createAddressGuard } from "../../src/fetch/address-guard.ts";

const strict = createAddressGuard({ allowPrivateAddresses: false, allowAddresses: [] });

describe("createAddressGuard()", () => {
  test.each([
    ["loopback", "127.0.0.1"],
    ["loopback, all of it", "127.200.3.4"],
    ["this network", "0.0.0.0"],
    ["private 10/8", "10.1.2.3"],
    ["private 172.16/12", "172.31.255.1"],
    ["private 192.168/16", "192.168.1.1"],
    ["carrier-grade NAT, where one cloud keeps its metadata", "100.100.100.200"],
    ["link-local, where the clouds keep theirs", "169.254.169.254"],
    ["a metadata service with a public face", "168.63.129.16"],
    ["documentation", "192.0.2.7"],
    ["benchmarking", "198.18.0.1"],
    ["multicast", "224.0.0.1"],
    ["reserved", "240.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["IPv6 loopback", "::1"],
    ["IPv6 unspecified", "::"],
    ["IPv6 unique local", "fd00:ec2::254"],
    ["IPv6 link-local", "fe80::1"],
    ["IPv6 link-local with a zone", "fe80::1%eth0"],
    ["IPv6 site-local, deprecated", "fec0::1"],
    ["IPv6 multicast", "ff02::1"],
    ["mapped IPv4 loopback", "::ffff:127.0.0.1"],
    ["mapped IPv4 in hexadecimal", "::ffff:7f00:1"],
    ["IPv4-compatible loopback", "::127.0.0.1"],
    ["NAT64 around a private address", "64:ff9b::a00:1"],
    ["6to4 around a private address", "2002:a00:1::1"],
    ["Teredo", "2001:0:a00:1::1"],
    ["documentation v6", "2001:db8::1"],
    ["no address at all", "localhost"],
  ])("refuses %s: %s", (_kind, address) => {
    expect(strict.refuseAddress("feed.example", address)?.code).toBe("address-refused");
  });

  test.each([
    "93.184.216.34",
    "1.1.1.1",
    "2606:2800:220:1:248:1893:25c8:1946",
    "::ffff:93.184.216.34",
    "64:ff9b::5db8:d822",
  ])("lets the public address %s through", (address) => {
    expect(strict.refuseAddress("feed.example", address)).toBeNull();
  });

  test("the error says which name resolved to which kind of address", () => {
    expect(strict.refuseAddress("feed.example", "10.0.0.9")?.message).toBe(
      "feed.example: resolves to 10.0.0.9, a private address",
    );
  });

  test("the error says which setting allows an address of an own network, and none for any other", () => {
    const allowedBy = (address: string) => `allow: ["${address}"]`;
    const guard = createAddressGuard({ allowPrivateAddresses: false, allowAddresses: [], allowedBy });
    expect(guard.refuseAddress("127.0.0.1", "127.0.0.1")?.message).toBe(
      '127.0.0.1: a loopback address; if it is on your own network, set allow: ["127.0.0.1"]',
    );
    expect(guard.refuseAddress("h", "::ffff:10.0.0.9")?.message).toContain('set allow: ["10.0.0.9"]');
    for (const address of ["169.254.169.254", "224.0.0.1"])
      expect(guard.refuseAddress("h", address)?.message).not.toContain("allow:");
  });

  test("allows listed addresses and ranges, and nothing else", () => {
    const guard = createAddressGuard({ allowPrivateAddresses: false, allowAddresses: ["10.1.2.0/24", "::1"] });
    expect(guard.refuseAddress("h", "10.1.2.200")).toBeNull();
    expect(guard.refuseAddress("h", "::ffff:10.1.2.3")).toBeNull();
    expect(guard.refuseAddress("h", "::1")).toBeNull();
    expect(guard.refuseAddress("h", "10.1.3.1")).not.toBeNull();
    expect(guard.refuseAddress("h", "127.0.0.1")).not.toBeNull();
  });

  test("allows private addresses when configured, but never multicast", () => {
    const open = createAddressGuard({ allowPrivateAddresses: true, allowAddresses: [] });
    expect(open.refuseAddress("h", "127.0.0.1")).toBeNull();
    expect(open.refuseAddress("h", "239.1.1.1")).not.toBeNull();
  });

  test("the error names an invalid range in the configuration", () => {
    expect(() => createAddressGuard({ allowPrivateAddresses: false, allowAddresses: ["10.0.0.0/99"] })).toThrow(
      /10\.0\.0\.0\/99/,
    );
  });

  test.each([
    [80, true],
    [443, true],
    [8080, true],
    [22, false],
    [25, false],
    [6379, false],
    [5432, false],
    [6667, false],
  ])("port %i: allowed %s", (port, allowed) => {
    expect(strict.refusePort("h", port) === null).toBe(allowed);
  });

  test("the error for a port says which ports are allowed, to feeds and to alert channels alike", () => {
    expect(strict.refusePort("h", 9)?.message).toBe("h: port 9 is not allowed; 80, 443 and most ports from 1024 are");
  });
});
