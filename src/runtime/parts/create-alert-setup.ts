import { createRuleBook } from "../../config/alerts/create-rule-book.ts";
import type { Config } from "../../config/config.ts";
import type { AlertSetup } from "../../domain/alerts/alert-setup.ts";
import { presentRules, rulesInForce } from "../../domain/alerts/rule-book.ts";
import type { ReadStore } from "../../domain/store.ts";

/**
 * Makes the function that reads the present rules of alerts: those of the configuration and those of the store. That
 * function returns null when there is no channel, because every rule names one. It returns the same object until a rule
 * changes.
 */
export function createAlertSetup(
  config: Config,
  store: Pick<ReadStore, "listAlertRules">,
): () => Promise<AlertSetup | null> {
  if (config.channels.length === 0) return async () => null;
  const book = createRuleBook(config);
  let last: { readonly key: string; readonly setup: AlertSetup } | null = null;
  return async () => {
    const stored = await store.listAlertRules();
    const key = JSON.stringify(stored);
    if (last?.key !== key) {
      const rules = rulesInForce(presentRules(book, stored));
      last = { key, setup: { rules, deskBase: config.server.baseUrl } };
    }
    return last.setup;
  };
}
