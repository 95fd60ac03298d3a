/**
 * The number of examples that a property is tried on. CI tries all; `npm test` tries a fifth, and at least ten. Each
 * run makes new ones, so over a day the properties are tried on many.
 */
export function runsOf(all: number): number {
  return process.env.WIREDESK_ALL_EXAMPLES === "true" ? all : Math.min(all, Math.max(10, Math.ceil(all / 5)));
}
