import { secondMs } from "../domain/time.ts";

const retryMsMin = 10 * secondMs;

/** The wait after failure number `attempts`, counted from 1. It doubles each time, up to `msMax`. */
export function retryDelayMs(attempts: number, msMax: number): number {
  return Math.min(retryMsMin * 2 ** Math.min(attempts - 1, 30), msMax);
}
