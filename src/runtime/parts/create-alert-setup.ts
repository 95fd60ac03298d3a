import type { Config } from "../../config/config.ts";
import type { AlertSetup } from "../../domain/alerts/alert-setup.ts";

/** Makes the function that reads the present rules of alerts; its result is null when there is none. */
export function createAlertSetup(config: Config): () => Promise<AlertSetup | null> {
  const setup = config.alerts.length === 0 ? null : { rules: config.alerts, deskBase: config.server.baseUrl };
  return async () => setup;
}
