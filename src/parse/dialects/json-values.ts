import { meantText } from "../text/meant-text.ts";

/** A JSON object whose fields may have any type. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Returns an object that is not a list; null for anything else. */
export function recordOf(value: unknown): JsonRecord | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;
}

/** Returns a list; an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns strings trimmed and numbers as text (ids are often numbers); "" for anything else. */
export function textIn(record: JsonRecord, key: string): string {
  return textOf(Object.hasOwn(record, key) ? record[key] : null);
}

/** Returns the texts of a list's first `max` values, each as `textIn` reads it, without empty ones. */
export function textsOf(list: unknown, max: number): readonly string[] {
  return listOf(list)
    .slice(0, max)
    .map(textOf)
    .filter((text) => text !== "");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? meantText(value.trim()).trim() : typeof value === "number" ? String(value) : "";
}

/** Returns a positive number, rounded; null for anything else. */
export function countIn(record: JsonRecord, key: string): number | null {
  const value = record[key];
  return typeof value === "number" && value > 0 && Number.isFinite(value) ? Math.round(value) : null;
}
