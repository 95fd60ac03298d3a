import type { RuleBook } from "../../domain/alerts/rule-book.ts";
import { WireError } from "../../domain/errors.ts";
import type { Config } from "../config.ts";
import { inPlainWords } from "../plain-words.ts";
import { alertSchema } from "./alert-schema.ts";
import { type RuleNames, readRule } from "./read-rule.ts";

/** Makes the book of rules of a configuration. Editors' rules pass the same checks as those of the configuration. */
export function createRuleBook({ alerts, sections, terms, channels, feeds }: Config): RuleBook {
  const names: RuleNames = {
    sections,
    terms,
    sources: new Map(feeds.map(({ source }) => [source.name, source.isPrivate === true])),
    channels: channels.map(({ name }) => name),
  };
  return {
    configured: alerts,
    channels: names.channels,
    read(given) {
      const { data, error } = alertSchema.safeParse(given, { error: inPlainWords });
      if (data === undefined) throw faulty(error.issues);
      const faults: Fault[] = [];
      const rule = readRule(data, names, (path, message) => faults.push({ path, message }));
      if (faults.length > 0) throw faulty(faults);
      if (alerts.some(({ name }) => name === rule.name))
        throw new WireError("conflict", `the configuration has a rule "${rule.name}"; choose another name`);
      return rule;
    },
  };
}

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function faulty(faults: readonly Fault[]): WireError {
  const lines = faults.map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`));
  return new WireError("usage", lines.join("; "));
}
