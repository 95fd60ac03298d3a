import type { AlertRule, RuleEvent } from "./alert-rule.ts";

/** What the desk hands to the store with its verdicts, so that alerts are written in the same transaction. */
export interface AlertSetup {
  readonly rules: readonly AlertRule[];
  /** The address at which the desk page is served, without a slash at its end. */
  readonly deskBase: string;
}

/** The rules that tell news of stories as it comes, and not at the hours of a digest. */
export function promptRules({ rules }: AlertSetup): readonly AlertRule[] {
  return rules.filter(({ digest, on }) => digest === null && on.some((event) => storyEvents.has(event)));
}

const storyEvents: ReadonlySet<RuleEvent> = new Set(["new", "update", "correction", "withdrawal", "flash"]);
