import type { ServiceProcess, SingleWork } from "../domain/service/processes.ts";
import type { Role } from "../domain/service/roles.ts";
import { dayMs, type Instant } from "../domain/time.ts";

/** A row of `processes`. Lists are joined with commas. */
export interface ProcessRow {
  readonly owner: string;
  readonly roles: string;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
  readonly settings: string;
  readonly works: string | null;
}

/** Processes that were not seen for this long are forgotten. */
export const processDaysMs = 7 * dayMs;

/** The store itself wrote the lists, so their words are valid roles and kinds of single work. */
export function processOf({ roles, works, ...rest }: ProcessRow): ServiceProcess {
  return { ...rest, roles: listOf<Role>(roles), works: listOf<SingleWork>(works ?? "").sort() };
}

function listOf<Word extends string>(text: string): Word[] {
  return text === "" ? [] : (text.split(",") as Word[]);
}
