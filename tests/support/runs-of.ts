import fc from "fast-check";

/** `npm run test:all` and CI say so. */
const triesAll = process.env.WIREDESK_ALL_EXAMPLES === "true";

/**
 * The number of examples that a property is tried on. CI tries all; `npm test` tries a fifth, and at least ten. Each
 * run makes new ones, so over a day the properties are tried on many.
 */
export function runsOf(all: number): number {
  return triesAll ? all : Math.min(all, Math.max(10, Math.ceil(all / 5)));
}

/** As many of a table's rows, in their order: all of them in CI; in `npm test` others each time. */
export function someOf<Row>(all: readonly Row[]): readonly Row[] {
  const count = runsOf(all.length);
  return fc.sample(fc.subarray([...all], { minLength: count, maxLength: count }), 1)[0] ?? [];
}
