import { isatty } from "node:tty";
import { pino } from "pino";
import type { Config } from "../../config/config.ts";
import { messageOf, WireError } from "../../domain/errors.ts";
import type { Log } from "../../domain/ports.ts";
import { systemClock } from "../system-clock.ts";
import { createPlainLog } from "../terminal/plain-log.ts";

/** Makes the log of a thread: plain lines on a terminal, JSON lines elsewhere, or as the configuration says. */
export function createLogOf(config: Config): Log {
  // Write to standard error synchronously: two threads share it, and a crash must not lose a line.
  const output = pino.destination({ fd: 2, sync: true });
  if (isPlain(config)) return createPlainLog(config.logLevel, (line) => output.write(`${line}\n`), systemClock);
  return pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: errorForLog } },
    output,
  );
}

/** Whether people read the log, not programs. Threads have no terminal of their own, so this asks the system. */
export function isPlain({ logFormat }: Pick<Config, "logFormat">): boolean {
  return logFormat === "plain" || (logFormat === "auto" && isatty(2));
}

/** An expected failure is logged as its code and a sentence. Anything else is a bug, and keeps its stack. */
function errorForLog(error: Error): object {
  return error instanceof WireError ? { code: error.code, message: messageOf(error) } : pino.stdSerializers.err(error);
}
