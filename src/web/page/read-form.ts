import express from "express";
import type { z } from "zod";
import { WireError } from "../../domain/errors.ts";

/** Reads a small form into `request.body`: one value for each name, or a list when a name occurs twice. */
export const readForm = express.urlencoded({ extended: false, limit: 32 * 1024, parameterLimit: 100 });

/** Reads a form that contains a whole document. */
export const readLargeForm = express.urlencoded({ extended: false, limit: 4 * 1024 * 1024, parameterLimit: 20 });

/** Parses a form or body with its schema. Throws WireError usage that names the fault. */
export function parseForm<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new WireError("usage", parsed.error.issues.map(wordsOf).join(". ").slice(0, 1_000), { cause: parsed.error });
}

/** A fault in plain words: "kind must be agency, outlet or aggregator". */
function wordsOf(issue: z.core.$ZodIssue): string {
  const name = issue.path.join(".");
  if (issue.code === "invalid_value") return `${name || "It"} must be ${listOf(issue.values.map(String))}`;
  // Only a value that decides between several shapes has `options`.
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options))
    return `${name} must be ${listOf(issue.options.map(String))}`;
  return name === "" ? issue.message : `${name}: ${issue.message}`;
}

function listOf(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
