import { type StoredRule, storedRulesMax } from "../../../domain/alerts/alert-rule.ts";
import { WireError } from "../../../domain/errors.ts";
import type { Connection } from "../connection.ts";

/** `AlertReadStore.listAlertRules`, inside a transaction. The public sees no rules. */
export function listAlertRules(connection: Connection): readonly StoredRule[] {
  if (connection.audience === "public") return [];
  return connection
    .sql<StoredRule>("SELECT name, definition, made_by AS madeBy, made_at AS madeAt FROM alert_rules ORDER BY name")
    .all();
}

/** Adds or replaces a rule, inside a transaction. Error: conflict when there are `storedRulesMax` other rules. */
export function saveAlertRule(connection: Connection, rule: StoredRule): void {
  const others = connection
    .sql<{ count: number }>("SELECT count(*) AS count FROM alert_rules WHERE name <> ?")
    .get(rule.name);
  if ((others?.count ?? 0) >= storedRulesMax)
    throw new WireError("conflict", `there are ${storedRulesMax} rules already; remove one first`);
  connection
    .sql(
      `INSERT INTO alert_rules (name, definition, made_by, made_at) VALUES (:name, :definition, :madeBy, :madeAt)
       ON CONFLICT (name) DO UPDATE SET definition = :definition, made_by = :madeBy, made_at = :madeAt`,
    )
    .run({ ...rule });
}

/** Removes a rule, inside a transaction. Error: not-found. */
export function removeAlertRule(connection: Connection, name: string): void {
  const { changes } = connection.sql("DELETE FROM alert_rules WHERE name = ?").run(name);
  if (changes === 0) throw new WireError("not-found", `there is no rule "${name}" that an editor made`);
}
