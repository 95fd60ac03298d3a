import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** CPU seconds of the server so far: of its processes, and of those that have ended. `pid`: its first process. */
export function serverCpuSeconds(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  const own = ticksOf(pid, [11, 12, 13, 14]);
  return (own + children.reduce((sum, child) => sum + ticksOf(child, [11, 12]), 0)) / ticksPerSecond;
}

/** The fields are counted behind the command's name, which may hold spaces (proc(5): utime 14 to cstime 17). */
function ticksOf(pid, fields) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return fields.reduce((sum, at) => sum + Number(stat[at]), 0);
  } catch {
    return 0;
  }
}

/** Rows read and written so far, and what lies dead in the table of the schedule. */
export async function readRows(client) {
  const { rows } =
    await client.query(`SELECT d.tup_inserted + d.tup_updated + d.tup_deleted AS written, d.tup_fetched AS fetched,
    t.n_dead_tup AS dead, t.n_tup_upd AS updates, t.n_tup_hot_upd AS hot, pg_total_relation_size('polls') AS bytes, d.xact_commit AS commits, d.deadlocks
    FROM pg_stat_database d, pg_stat_user_tables t WHERE d.datname = current_database() AND t.relname = 'polls'`);
  return Object.fromEntries(Object.entries(rows[0]).map(([name, value]) => [name, Number(value)]));
}

/** Looks ten times a second for what connections wait, until it is stopped. */
export function watchLocks(client) {
  const seen = { looks: 0, active: 0, waits: new Map() };
  let looking = false;
  const timer = setInterval(async () => {
    if (looking) return;
    looking = true;
    const { rows } = await client
      .query(`SELECT wait_event_type AS type, wait_event AS event, left(query, 60) AS query FROM pg_stat_activity
        WHERE application_name = 'wiredesk' AND state = 'active'`)
      .catch(() => ({ rows: [] }));
    seen.looks += 1;
    seen.active += rows.length;
    for (const { type, event } of rows) if (type === "Lock") seen.waits.set(event, (seen.waits.get(event) ?? 0) + 1);
    looking = false;
  }, 100);
  return () => {
    clearInterval(timer);
    return seen;
  };
}
