import type { Heartbeat, ServiceProcess, SingleWork } from "../../domain/service/processes.ts";
import type { Instant } from "../../domain/time.ts";
import { type ProcessRow, processDaysMs, processOf } from "../process-rows.ts";
import type { Transaction } from "./transaction.ts";

/** `ProcessStore.beatProcess`. */
export async function beatProcess(tx: Transaction, given: Heartbeat): Promise<readonly SingleWork[]> {
  const { owner, roles, startedAt, settings, now, until, wanted } = given;
  tx.send(
    `INSERT INTO processes (owner, roles, started_at, seen_at, settings) VALUES (:owner, :roles, :startedAt, :now, :settings)
     ON CONFLICT (owner) DO UPDATE SET roles = excluded.roles, seen_at = excluded.seen_at, settings = excluded.settings`,
    { owner, roles: roles.join(","), startedAt, now, settings },
  );
  tx.send("DELETE FROM processes WHERE seen_at < $1", [now - processDaysMs]);
  const taken = await tx.all<{ work: SingleWork }>(
    `INSERT INTO single_work AS w (work, owner, until) SELECT one, :owner, :until FROM unnest(:wanted::text[]) one
     ON CONFLICT (work) DO UPDATE SET owner = excluded.owner, until = excluded.until
     WHERE w.owner = excluded.owner OR w.until <= :now RETURNING work`,
    { owner, until, now, wanted },
  );
  await tx.run("DELETE FROM single_work WHERE owner = $1 AND work <> ALL($2::text[])", [owner, wanted]);
  return wanted.filter((work) => taken.some((row) => row.work === work));
}

/** `ProcessStore.endProcess`. */
export async function endProcess(tx: Transaction, owner: string): Promise<void> {
  tx.send("DELETE FROM single_work WHERE owner = $1", [owner]);
  tx.send("DELETE FROM processes WHERE owner = $1", [owner]);
}

/** `ProcessReadStore.listProcesses`. */
export async function listProcesses(tx: Transaction, since: Instant, now: Instant): Promise<readonly ServiceProcess[]> {
  const rows = await tx.all<ProcessRow>(
    `SELECT owner, roles, started_at AS "startedAt", seen_at AS "seenAt", settings,
       (SELECT string_agg(work, ',') FROM single_work w WHERE w.owner = p.owner AND w.until > $1) AS works
     FROM processes p WHERE seen_at >= $2 ORDER BY owner`,
    [now, since],
  );
  return rows.map(processOf);
}
