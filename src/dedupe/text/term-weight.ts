import { termFact } from "./pack-item.ts";

/**
 * The weight of a term: the logarithm of its occurrences, where those in the title count more. Days, months and years
 * get half, because many events share a date.
 */
export function termWeight(facts: number, titleWeight: number): number {
  const count = (facts & termFact.count) + (facts & termFact.inTitle ? titleWeight - 1 : 0);
  const weight = logCounts[Math.round(count * 2)] as number;
  const dates = facts & termFact.number && (facts & termFact.length) >>> termFact.lengthShift <= 1;
  return dates ? weight / 2 : weight;
}

/** 1 + ln(n / 2), because occurrences are counted in halves. */
const logCounts = Float64Array.from({ length: 64 }, (_, n) => (n < 2 ? 0.5 + n / 4 : 1 + Math.log(n / 2)));
