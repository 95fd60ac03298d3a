import { pino } from "pino";
import type { Config } from "../../config/config.ts";
import { messageOf, WireError } from "../../domain/errors.ts";
import type { Log } from "../../domain/ports.ts";

/** Makes the log of a thread. */
export function createLogOf(config: Config): Log {
  // Write to standard error synchronously: two threads share it, and a crash must not lose a line.
  return pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: errorForLog } },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** An expected failure is logged as its code and a sentence. Anything else is a bug, and keeps its stack. */
function errorForLog(error: Error): object {
  return error instanceof WireError ? { code: error.code, message: messageOf(error) } : pino.stdSerializers.err(error);
}
