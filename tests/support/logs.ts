import type { Log } from "../../src/domain/ports.ts";

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A log that keeps its lines, and their messages, in the order in which they were written. */
export function createRecordingLog(): { readonly log: Log; readonly lines: LogLine[]; readonly messages: string[] } {
  const lines: LogLine[] = [];
  const messages: string[] = [];
  const write = (level: LogLine["level"]) => (fields: object, message: string) => {
    lines.push({ level, fields: { ...fields }, message });
    messages.push(message);
  };
  const log = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
  return { log, lines, messages };
}

const drop = () => undefined;

/** A log that keeps nothing. */
export const silentLog: Log = { debug: drop, info: drop, warn: drop, error: drop };
