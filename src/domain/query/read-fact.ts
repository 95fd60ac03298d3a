import { sourceKinds } from "../feed.ts";
import { minuteMs } from "../time.ts";
import { entryStates } from "./entry-states.ts";
import type { FactField } from "./search-query.ts";

/**
 * Checks the value of a condition on the facts of an entry. Returns the value in its canonical form, or a description
 * of the fault.
 */
export function readFact(field: FactField, written: string): { readonly value: string } | { readonly fault: string } {
  const value = written.trim();
  switch (field) {
    case "source":
    case "category":
      return { value };
    case "kind": {
      const kind = value.toLowerCase();
      return sourceKinds.some((one) => one === kind)
        ? { value: kind }
        : { fault: `kind: is one of ${sourceKinds.join(", ")}` };
    }
    case "lang":
      return /^[a-z]{2,8}([-_][a-z0-9]{1,8}){0,8}$/i.test(value)
        ? { value: value.toLowerCase().replaceAll("_", "-") }
        : { fault: "lang: takes a language tag such as en or pt-br" };
    case "site": {
      const host = value
        .toLowerCase()
        .replace(/^www\./, "")
        .replace(/\.+$/, "");
      return /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$/u.test(host)
        ? { value: host }
        : { fault: "site: takes a host such as example.org" };
    }
    case "urgency":
      return /^[1-8]$/.test(value) ? { value } : { fault: "urgency: takes a whole number from 1 (flash) to 8" };
    case "state": {
      const state = value.toLowerCase();
      return entryStates.some((one) => one === state)
        ? { value: state }
        : { fault: `state: is one of ${entryStates.join(", ")}` };
    }
    case "after":
    case "before":
      return readTime(field, value);
  }
}

/** Accepts only times on a quarter of an hour, because the index divides time into quarters of an hour. */
function readTime(field: "after" | "before", value: string): { readonly value: string } | { readonly fault: string } {
  const wrong = { fault: `${field}: takes a day or a time in UTC: 2026-06-01, 2026-06-01T12:30` };
  const [, day, time = "00:00"] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::00)?Z?)?$/i.exec(value) ?? [];
  if (day === undefined) return wrong;
  const at = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(`${day}T${time}`)) return wrong;
  if (at % (15 * minuteMs) !== 0) return { fault: `${field}: takes a time on a quarter of an hour: 12:00, 12:15` };
  return { value: time === "00:00" ? day : `${day}T${time}` };
}

/** The time that `after:` or `before:` names, in milliseconds since 1970. */
export function factTime(value: string): number {
  return Date.parse(value.includes("T") ? `${value}:00Z` : `${value}T00:00:00Z`);
}
