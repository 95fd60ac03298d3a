import type { AlertRule } from "./alert-rule.ts";

/** The desk hands this to the store with its verdicts, so that alerts are written in the same transaction. */
export interface AlertSetup {
  readonly rules: readonly AlertRule[];
  /** The address at which the desk page is served, without a slash at its end. */
  readonly deskBase: string;
}

/** The rules that report events of stories as they happen, and not in digests. */
export function promptRules({ rules }: AlertSetup): readonly AlertRule[] {
  return rules.filter(({ digest, on }) => digest === null && on.some(isOfStory));
}

/** Whether an event is about a story, and not about a feed. */
export function isOfStory(event: string): boolean {
  return storyEvents.has(event);
}

const storyEvents: ReadonlySet<string> = new Set(["new", "update", "correction", "withdrawal", "flash"]);
