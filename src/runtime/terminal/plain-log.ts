import type { LogLevel } from "../../config/config.ts";
import { messageOf } from "../../domain/errors.ts";
import type { Clock, Log } from "../../domain/ports.ts";

const ranks: Readonly<Record<LogLevel, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: 100,
};

/**
 * A log for people: "13:05:09 warning: …". From the level info on, it leaves out the lines that the summary of each
 * minute counts: lines below a warning, and warnings about a single feed. At the level debug, only lines below that
 * level are left out.
 */
export function createPlainLog(level: LogLevel, write: (line: string) => void, clock: Pick<Clock, "now">): Log {
  const least = ranks[level];
  const isWhole = least < ranks.info;
  const line = (kind: "debug" | "info" | "warn" | "error") => (fields: object, message: string) => {
    if (ranks[kind] < least || (!isWhole && isCounted(kind, fields))) return;
    write(`${timeOfDay(clock.now())} ${words[kind]}${message}${detailOf(fields, message)}`);
  };
  return { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") };
}

const words = { debug: "", info: "", warn: "warning: ", error: "error: " } as const;

function isCounted(kind: keyof typeof words, fields: object): boolean {
  return kind === "debug" || kind === "info" || (kind === "warn" && "feed" in fields);
}

/** The feed and the error of a line, unless the message contains them already. A bug keeps its stack. */
function detailOf(fields: object, message: string): string {
  const feed = "feed" in fields && typeof fields.feed === "string" ? ` (${fields.feed})` : "";
  if (!("err" in fields)) return feed;
  const { err } = fields;
  const isBug = err instanceof Error && err.name !== "WireError";
  const text = isBug ? (err.stack ?? err.message) : messageOf(err);
  return message.includes(text) ? feed : `${feed}: ${text}`;
}

/** "13:05:09" in the machine's time zone, which is the terminal's. */
export function timeOfDay(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB", { hour12: false });
}
