import { type StoredRule, storedRulesMax } from "../../../domain/alerts/alert-rule.ts";
import { WireError } from "../../../domain/errors.ts";
import type { Transaction } from "../transaction.ts";

/** `AlertReadStore.listAlertRules`, inside a transaction. The public sees no rules. */
export async function listAlertRules(tx: Transaction): Promise<readonly StoredRule[]> {
  if (tx.audience === "public") return [];
  return tx.all<StoredRule>(
    `SELECT name, definition, made_by AS "madeBy", made_at AS "madeAt" FROM alert_rules ORDER BY name COLLATE "C"`,
  );
}

/** Adds or replaces a rule, inside a transaction. Error: conflict when there are `storedRulesMax` other rules. */
export async function saveAlertRule(tx: Transaction, rule: StoredRule): Promise<void> {
  const others = await tx.get<{ count: number }>("SELECT count(*) AS count FROM alert_rules WHERE name <> $1", [
    rule.name,
  ]);
  if ((others?.count ?? 0) >= storedRulesMax)
    throw new WireError("conflict", `there are ${storedRulesMax} rules already; remove one first`);
  await tx.run(
    `INSERT INTO alert_rules (name, definition, made_by, made_at) VALUES (:name, :definition, :madeBy, :madeAt)
     ON CONFLICT (name) DO UPDATE SET definition = :definition, made_by = :madeBy, made_at = :madeAt`,
    { ...rule },
  );
}

/** Removes a rule, inside a transaction. Error: not-found. */
export async function removeAlertRule(tx: Transaction, name: string): Promise<void> {
  const removed = await tx.run("DELETE FROM alert_rules WHERE name = $1", [name]);
  if (removed === 0) throw new WireError("not-found", `there is no rule "${name}" that an editor made`);
}
