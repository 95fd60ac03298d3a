import { messageOf, WireError } from "../errors.ts";
import type { AlertRule, StoredRule } from "./alert-rule.ts";

/** Knows the rules of the configuration, and reads those that editors made. */
export interface RuleBook {
  readonly configured: readonly AlertRule[];
  /** The names of the channels that rules may use. */
  readonly channels: readonly string[];
  /**
   * Reads a rule in the form of the configuration. Errors: usage when the rule has a fault, conflict when the
   * configuration has a rule of that name.
   */
  read(given: unknown): AlertRule;
}

/** A rule and its origin. `rule` is null when the rule can no longer be read; `fault` then says why. */
export type PresentRule =
  | { readonly kind: "configured"; readonly rule: AlertRule; readonly fault: null }
  | {
      readonly kind: "stored";
      readonly stored: StoredRule;
      readonly rule: AlertRule | null;
      readonly fault: string | null;
    };

/** The rules of the configuration, and then those that editors made. */
export function presentRules(book: RuleBook, stored: readonly StoredRule[]): readonly PresentRule[] {
  return [
    ...book.configured.map((rule) => ({ kind: "configured", rule, fault: null }) as const),
    ...stored.map((one) => readStored(book, one)),
  ];
}

export function nameOf(present: PresentRule): string {
  return present.kind === "stored" ? present.stored.name : present.rule.name;
}

/** The rules that are in force. A stored rule with a fault sends no alerts. */
export function rulesInForce(present: readonly PresentRule[]): readonly AlertRule[] {
  return present.flatMap(({ rule }) => rule ?? []);
}

/**
 * Reads a stored rule again each time, because the configuration may have changed since the rule was saved: a channel
 * or a section may be gone.
 */
function readStored(book: RuleBook, stored: StoredRule): PresentRule {
  try {
    return { kind: "stored", stored, rule: book.read(JSON.parse(stored.definition)), fault: null };
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    return { kind: "stored", stored, rule: null, fault: messageOf(thrown) };
  }
}
