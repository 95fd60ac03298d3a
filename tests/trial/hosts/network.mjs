import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";

/**
 * Where the processes of the trial run. `place(name)` gives a process a host of its own with two addresses: at one it
 * meets publishers and readers, at the other the store. `publisher(n)` is the address of a publisher. `cut(name)` lets
 * all packets between the host and the store vanish, so that neither side learns of it; null where that cannot be done.
 */
export function openNetwork({ namespaces, publishers }) {
  if (!namespaces) return oneHost();
  const refusal = tryNamespaces();
  if (refusal === null) return createNamespaces(publishers);
  console.log(`no network namespaces here (${refusal}): the processes share one host, and no network is cut`);
  return oneHost();
}

function oneHost() {
  return {
    isReal: false,
    own: "127.0.0.1",
    storeAddress: "127.0.0.1",
    allowed: null,
    publisher: (number) => `127.0.4.${1 + number}`,
    place: () => ({ address: "127.0.0.1", store: null, port: null, command: (args) => args }),
    cut: null,
    mend: () => undefined,
    remove: () => undefined,
  };
}

/** Returns the reason why there can be no namespaces; null when there can. */
function tryNamespaces() {
  if (process.getuid?.() !== 0) return "that takes root";
  const name = `wd${process.pid}-try`;
  const tried = spawnSync("ip", ["netns", "add", name], { encoding: "utf8" });
  if (tried.status !== 0) return tried.error?.message ?? tried.stderr.trim();
  const used = spawnSync("ip", ["netns", "exec", name, "unshare", "--uts", "hostname", name], { encoding: "utf8" });
  ip("netns", "del", name);
  return used.status === 0 ? null : (used.error?.message ?? used.stderr.trim());
}

/** A bridge for publishers and readers, another for the store, and a namespace at both for each process. */
function createNamespaces(publishers) {
  const id = (process.pid % 36 ** 3).toString(36);
  const base = `10.${100 + (process.pid % 100)}`;
  const bridges = { news: `wdn${id}`, store: `wds${id}` };
  const made = [];
  const publisher = (number) => `${base}.${1 + Math.floor(number / 200)}.${10 + (number % 200)}`;
  addBridge(bridges.news, `${base}.0.1/17`);
  addBridge(bridges.store, `${base}.128.1/17`);
  for (let number = 0; number < publishers; number += 1)
    ip("addr", "add", `${publisher(number)}/32`, "dev", bridges.news);
  const linkOf = (kind, name) => `w${kind}${id}${made.indexOf(name)}`;

  function place(name) {
    const space = `wd${id}-${name}`;
    const number = 10 + made.length;
    made.push(name);
    ip("netns", "add", space);
    ip("-n", space, "link", "set", "lo", "up");
    const address = `${base}.100.${number}`;
    const store = `${base}.200.${number}`;
    join({ space, bridge: bridges.news, link: linkOf("n", name), inside: "news", address });
    join({ space, bridge: bridges.store, link: linkOf("s", name), inside: "store", address: store });
    // Without these, each side would learn within seconds that nobody answers for the other's address.
    ip("neigh", "replace", store, "lladdr", macOf("store", "-n", space), "dev", bridges.store, "nud", "permanent");
    const storeMac = macOf(bridges.store);
    ip("-n", space, "neigh", "replace", `${base}.128.1`, "lladdr", storeMac, "dev", "store", "nud", "permanent");
    // A process takes one of its own host as dead when its number is free, so each host needs a name of its own.
    const script = 'hostname "$0" && exec "$@"';
    const command = (args) => ["ip", "netns", "exec", space, "unshare", "--uts", "sh", "-c", script, name, ...args];
    return { address, store, port: 8080, command };
  }

  return {
    isReal: true,
    own: `${base}.0.1`,
    storeAddress: `${base}.128.1`,
    allowed: `${base}.128.0/17`,
    publisher,
    place,
    cut: (name) => ip("link", "set", linkOf("s", name), "nomaster"),
    mend: (name) => ip("link", "set", linkOf("s", name), "master", bridges.store),
    remove() {
      for (const name of made) ip("netns", "del", `wd${id}-${name}`);
      for (const bridge of Object.values(bridges)) ip("link", "del", bridge);
    },
  };
}

function addBridge(name, address) {
  // With an address of its own, a bridge keeps it whatever joins and leaves.
  ip("link", "add", name, "address", macFor(name), "type", "bridge");
  ip("addr", "add", address, "dev", name);
  ip("link", "set", name, "up");
}

function macFor(name) {
  const bytes = [...createHash("sha256").update(name).digest()].slice(0, 5);
  return `02:${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;
}

function join({ space, bridge, link, inside, address }) {
  ip("link", "add", link, "type", "veth", "peer", "name", inside, "netns", space);
  ip("link", "set", link, "master", bridge, "up");
  ip("-n", space, "addr", "add", `${address}/17`, "dev", inside);
  ip("-n", space, "link", "set", inside, "up");
}

function macOf(link, ...where) {
  const [{ address }] = JSON.parse(ip(...where, "-json", "link", "show", link));
  return address;
}

function ip(...args) {
  const run = spawnSync("ip", args, { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`ip ${args.join(" ")}: ${run.error?.message ?? run.stderr.trim()}`);
  return run.stdout;
}
