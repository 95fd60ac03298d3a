import type { AlertRule } from "../../domain/alerts/alert-rule.ts";
import type { Section } from "../../domain/section.ts";
import type { ConfigFile } from "../config-schema.ts";
import type { Report } from "../matching/read-filter.ts";
import { readRule } from "./read-rule.ts";

/** Reads the part `alerts`. Names must be unique. */
export function readAlerts(read: ConfigFile, sections: readonly Section[], fault: Report): readonly AlertRule[] {
  const names = {
    sections,
    terms: read.terms,
    sources: new Map(read.sources.map((source) => [source.name, source.private])),
    channels: read.channels.map(({ name }) => name),
  };
  const known = new Set<string>();
  return read.alerts.map((given, index) => {
    if (known.has(given.name)) fault(["alerts", index, "name"], `"${given.name}" is used twice`);
    known.add(given.name);
    return readRule(given, names, (path, message) => fault(["alerts", index, ...path], message));
  });
}
