import cron from "node-cron";
import { WireError } from "../domain/errors.ts";

/**
 * Calls `beat` whenever the crontab expression says (five fields, or six with seconds first). A beat is expected to look after its own
 * failures and overlaps. Throws `config-invalid` for an expression that cannot be read.
 */
export function startCron(expression: string, beat: () => Promise<unknown>): { stop(): Promise<void> } {
  if (!cron.validate(expression)) {
    throw new WireError("config-invalid", `polling.cron: "${expression}" is no crontab expression`);
  }
  // A beat that the process was too busy for is made up by the next one, which asks the store what is due.
  const task = cron.schedule(expression, () => beat(), { suppressMissedWarning: true });
  return {
    async stop() {
      await task.stop();
      await task.destroy();
    },
  };
}
