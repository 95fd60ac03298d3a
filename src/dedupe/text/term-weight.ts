import { termFact } from "./collect-terms.ts";

/**
 * The weight of a term: it grows with the logarithm of the term's occurrences, and a term of the title weighs more.
 * Figures of one or two digits, years, and words for numbers and dates get half, because many events share a date.
 */
export function termWeight(facts: number, titleWeight: number): number {
  const count = (facts & termFact.count) + (facts & termFact.inTitle ? titleWeight - 1 : 0);
  const weight = logCounts[Math.round(count * 2)] as number;
  const dates = facts & termFact.number && (facts & termFact.length) >>> termFact.lengthShift <= 1;
  return dates ? weight / 2 : weight;
}

/** 1 + ln(n / 2), where `n` counts occurrences in halves; less for fewer than two halves. */
const logCounts = Float64Array.from({ length: 64 }, (_, n) => (n < 2 ? 0.5 + n / 4 : 1 + Math.log(n / 2)));
