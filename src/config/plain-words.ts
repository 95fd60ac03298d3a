import { z } from "zod";
import { didYouMean } from "../domain/text/nearest-name.ts";

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/**
 * Says in plain words what a setting should be. The schema's own messages come first. Returns undefined for an issue
 * whose usual message is plain enough. A text that may be a secret is never repeated.
 */
export function inPlainWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${kindWords[issue.expected] ?? issue.expected}, and found ${foundWords(issue.input)}`;
    case "invalid_value":
      return chooseOf(issue.values.map(String), issue.input);
    // Only the issue of a value that decides between several shapes has `options`.
    case "invalid_union":
      return Array.isArray(issue.options) ? chooseOf(issue.options.map(String), kindIn(issue)) : undefined;
    case "too_small":
      return issue.origin === "number"
        ? `expected ${issue.minimum} or more`
        : `expected at least ${issue.minimum === 1 ? "one" : issue.minimum} ${issue.origin === "string" ? "character" : "entry"}`;
    case "too_big":
      return issue.origin === "number" ? `expected ${issue.maximum} or less` : `expected ${issue.maximum} at most`;
    default:
      return undefined;
  }
}

/** The names of the settings that are known at `path`. */
export function settingsAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const inside = withoutDefault(schema);
  const [first, ...rest] = path;
  // A value with several possible shapes may have the settings of any of them.
  if (inside instanceof z.ZodUnion) return inside.options.flatMap((option) => settingsAt(option, path));
  if (first === undefined) return inside instanceof z.ZodObject ? Object.keys(inside.shape) : [];
  if (inside instanceof z.ZodObject) {
    const next = inside.shape[String(first)];
    return next === undefined ? [] : settingsAt(next, rest);
  }
  if (inside instanceof z.ZodArray) return settingsAt(inside.element, rest);
  return inside instanceof z.ZodRecord ? settingsAt(inside.valueType, rest) : [];
}

function withoutDefault(schema: z.core.$ZodType): z.core.$ZodType {
  const wraps = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return wraps ? withoutDefault(schema.unwrap()) : schema;
}

/** The value that decides between several shapes. */
function kindIn({ input, discriminator }: { readonly input?: unknown; readonly discriminator?: unknown }): unknown {
  return typeof input === "object" && input !== null ? Reflect.get(input, String(discriminator)) : undefined;
}

const kindWords: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: 'settings ("name: value")',
  record: 'settings ("name: value")',
};

function foundWords(input: unknown): string {
  if (input === undefined) return "nothing; add it";
  if (input === null) return "nothing; write a value, or remove the line";
  if (Array.isArray(input)) return "a list";
  if (typeof input === "string") return "text";
  if (typeof input === "number") return Number.isInteger(input) ? "a number" : `the number ${input}`;
  return typeof input === "boolean" ? String(input) : "settings";
}

/** Names the first few allowed values, and suggests the one that is most like the input. */
function chooseOf(values: readonly string[], input: unknown): string {
  const last = values.at(-1) ?? "";
  const choice = values.length > 1 ? `${values.slice(0, -1).join(", ")} or ${last}` : last;
  return `expected ${choice}${typeof input === "string" ? didYouMean(input, values) : ""}`;
}
