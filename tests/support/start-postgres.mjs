// Starts a PostgreSQL server of its own in a folder, once: node start-postgres.mjs FOLDER [SETTING VALUE]…. The files
// of the tests call it under a lock (`postgres-server.ts`); `global-postgres.ts` stops it after the run. It writes the
// port to FOLDER/port.
import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { postgresBin } from "./postgres-bin.mjs";

const [folder, ...more] = process.argv.slice(2);
const bin = postgresBin();
if (folder === undefined || bin === null) throw new Error("usage: node start-postgres.mjs FOLDER, with PostgreSQL");
if (!existsSync(`${folder}/port`)) await start();

async function start() {
  const server = `${folder}/server`;
  mkdirSync(server);
  const user = serverUser();
  if (user !== null) chownSync(server, user.uid, user.gid);
  const run = (program, ...args) => {
    // The server keeps the outputs that it is given, so it gets none: who waits for their end would wait for ever.
    const { status } = spawnSync(`${bin}/${program}`, args, { ...user, cwd: server, stdio: "ignore" });
    if (status !== 0) throw new Error(`${program} ended with ${status}; see ${server}/log`);
  };
  run(
    "initdb",
    "-D",
    `${server}/data`,
    "-U",
    "wiredesk",
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
    "--auth=trust",
    "--no-sync",
  );
  // The role "locked" needs its password; tests make it.
  const access = `${server}/data/pg_hba.conf`;
  writeFileSync(access, `host all locked 127.0.0.1/32 scram-sha-256\n${readFileSync(access, "utf8")}`);
  const port = await freePort();
  const settings = [
    ["listen_addresses", "127.0.0.1"],
    ["port", port],
    ["unix_socket_directories", ""],
    ["max_connections", 200],
    // Nothing of a test need outlive the machine.
    ["fsync", "off"],
    ["synchronous_commit", "off"],
    ["full_page_writes", "off"],
    ...more.flatMap((name, at) => (at % 2 === 0 ? [[name, more[at + 1]]] : [])),
  ].map(([name, value]) => `-c ${name}=${value === "" ? "''" : value}`);
  run("pg_ctl", "-D", `${server}/data`, "-w", "-l", `${server}/log`, "-o", settings.join(" "), "start");
  writeFileSync(`${folder}/port`, String(port));
}

/** PostgreSQL refuses to run as root: then Debian's user for it runs it. */
function serverUser() {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = ["-u", "-g"].map((flag) => Number(spawnSync("id", [flag, "postgres"]).stdout));
  return { uid, gid };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
