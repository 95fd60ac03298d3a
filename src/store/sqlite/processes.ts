import type { Heartbeat, ServiceProcess, SingleWork } from "../../domain/service/processes.ts";
import type { Instant } from "../../domain/time.ts";
import { type ProcessRow, processDaysMs, processOf } from "../process-rows.ts";
import type { Connection } from "./connection.ts";

/** `ProcessStore.beatProcess`. */
export function beatProcess(connection: Connection, given: Heartbeat): readonly SingleWork[] {
  const { owner, roles, startedAt, settings, now, until, wanted } = given;
  connection
    .sql(
      `INSERT INTO processes (owner, roles, started_at, seen_at, settings) VALUES (@owner, @roles, @startedAt, @now, @settings)
       ON CONFLICT (owner) DO UPDATE SET roles = excluded.roles, seen_at = excluded.seen_at, settings = excluded.settings`,
    )
    .run({ owner, roles: roles.join(","), startedAt, now, settings });
  connection.sql("DELETE FROM processes WHERE seen_at < ?").run(now - processDaysMs);
  const take = connection.sql(
    `INSERT INTO single_work (work, owner, until) VALUES (@work, @owner, @until)
     ON CONFLICT (work) DO UPDATE SET owner = excluded.owner, until = excluded.until
     WHERE single_work.owner = excluded.owner OR single_work.until <= @now`,
  );
  connection
    .sql("DELETE FROM single_work WHERE owner = ? AND work NOT IN (SELECT value FROM json_each(?))")
    .run(owner, JSON.stringify(wanted));
  return wanted.filter((work) => take.run({ work, owner, until, now }).changes > 0);
}

/** `ProcessStore.endProcess`. */
export function endProcess(connection: Connection, owner: string): void {
  connection.sql("DELETE FROM single_work WHERE owner = ?").run(owner);
  connection.sql("DELETE FROM processes WHERE owner = ?").run(owner);
}

/** `ProcessReadStore.listProcesses`. */
export function listProcesses(connection: Connection, since: Instant, now: Instant): readonly ServiceProcess[] {
  return connection
    .sql<ProcessRow>(
      `SELECT owner, roles, started_at AS startedAt, seen_at AS seenAt, settings,
         (SELECT group_concat(work) FROM single_work w WHERE w.owner = p.owner AND w.until > ?) AS works
       FROM processes p WHERE seen_at >= ? ORDER BY owner`,
    )
    .all(now, since)
    .map(processOf);
}
