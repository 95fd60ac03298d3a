import { forecastRetention, forecastTimes, type RetentionForecast } from "../domain/figures/retention-forecast.ts";
import type { Store } from "../domain/store.ts";
import { counted } from "../domain/text/counted.ts";
import type { Instant } from "../domain/time.ts";
import { megabytes } from "./megabytes.ts";
import { spanOf } from "./span-of.ts";

/** A forecast of retention with the figures that it starts from. */
export interface ReadForecast extends RetentionForecast {
  readonly entryAgeMs: number;
  /** The size of the store now. */
  readonly bytes: number;
}

/** Reads what retention will delete and how large the store will get. */
export async function readForecast(store: Store, now: Instant, entryAgeMs: number): Promise<ReadForecast> {
  const figures = await store.readRetention(forecastTimes(now, entryAgeMs));
  return { entryAgeMs, bytes: figures.bytes, ...forecastRetention(figures, now, entryAgeMs) };
}

/** The forecast in words: what is deleted, and how large the store will get. */
export function toldForecast(forecast: ReadForecast): readonly string[] {
  const { entryAgeMs, bytes, dueNow, dueInAWeek, entriesADay, bytesInTheEnd } = forecast;
  const whole = (number: number) => Math.round(number).toLocaleString("en-GB");
  const entries = (number: number) => counted(number, "entry", "entries");
  const deleted = `the next purge deletes ${entries(dueNow)}, those of the next seven days ${entries(dueInAWeek)}`;
  const size = `${megabytes(bytes)} now`;
  const growth =
    entriesADay === null || bytesInTheEnd === null
      ? `${size}; how large the store will get can be told after a day`
      : `${size}; at ${whole(entriesADay)} entries a day the store will get to about ${megabytes(bytesInTheEnd)}`;
  return [`entries for ${spanOf(entryAgeMs)}; ${deleted}`, growth];
}
