import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";

const clockFile = new URL("shifted-clock.mjs", import.meta.url).href;

/**
 * Runs the commands of a built checkout on one store. Each command is told the time, so that a week passes in a minute.
 * `checkout`: its folder. `folder`: the store and the configuration lie there.
 */
export function driveBuild({ checkout, folder, adminToken, port }) {
  const storeFile = join(folder, "store.db");
  const configFile = join(folder, "wiredesk.yaml");
  const Database = createRequire(join(checkout, "package.json"))("better-sqlite3");

  function start(at, args) {
    const child = spawn(process.execPath, [join(checkout, "dist/main.js"), "--config", configFile, ...args], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        NODE_OPTIONS: `--import=${clockFile}`,
        SHIFTED_CLOCK_OFFSET_MS: String(at - Date.now()),
        WIREDESK_STORE: `sqlite:${storeFile}`,
        WIREDESK_PORT: String(port),
        WIREDESK_ADMIN_TOKEN: adminToken,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { out: "", log: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said.out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said.log += text;
    });
    return { child, said, ended: once(child, "close") };
  }

  /** One command to its end; answers what it printed. */
  async function run(at, ...args) {
    const { said, ended } = start(at, args);
    const [code] = await ended;
    if (code !== 0) throw new Error(`wiredesk ${args.join(" ")} ended with ${code}: ${said.log}`);
    return said.out;
  }

  /** `wiredesk serve` from `at` on: it polls the feeds that are due, then `act` runs, then the service is stopped. */
  async function serve(at, act = async () => undefined) {
    const service = start(at, ["serve"]);
    try {
      await until("serving", () => service.said.log.includes('"serving '));
      await until("quiet", isQuiet(at));
      await act(service);
      await until("quiet", isQuiet(at));
    } catch (error) {
      throw new Error(`${error.message}\n${service.said.log}`, { cause: error });
    } finally {
      service.child.kill("SIGTERM");
      await service.ended;
    }
    return service.said.log;
  }

  /** True when for half a second no feed was due at `at`, and neither the desk nor the hub had anything new to do. */
  function isQuiet(at) {
    let quietLooks = 0;
    return () => {
      const busy = query(
        `SELECT
             (SELECT count(*) FROM polls p JOIN feeds f ON f.id = p.feed_id WHERE f.state = 'active' AND p.next_poll_at <= ?)
           + (SELECT count(*) FROM pending) + (SELECT count(*) FROM deliveries WHERE attempts = 0) AS busy`,
        at,
      )[0].busy;
      quietLooks = busy === 0 ? quietLooks + 1 : 0;
      return quietLooks > 10;
    };
  }

  function query(sql, ...values) {
    const db = new Database(storeFile, { readonly: true });
    try {
      return db.prepare(sql).all(...values);
    } finally {
      db.close();
    }
  }

  return { storeFile, configFile, Database, start, run, serve, query };
}

const waitMsMax = 30_000;

/** Waits until `holds` does. Throws after half a minute. */
export async function until(what, holds) {
  const end = performance.now() + waitMsMax;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`still not ${what} after ${waitMsMax} ms`);
    await new Promise((ready) => setTimeout(ready, 50));
  }
}
