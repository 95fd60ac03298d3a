import { meantText } from "../text/meant-text.ts";

/** A JSON object whose fields may have any type. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** The value, if it is a JSON object; null for anything else, lists included. */
export function recordOf(value: unknown): JsonRecord | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;
}

/** The value, if it is a list; an empty list for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text under a key: a trimmed string, or a number as text (ids are often numbers); "" for anything else. */
export function textIn(record: JsonRecord, key: string): string {
  return textOf(Object.hasOwn(record, key) ? record[key] : null);
}

/** The texts of a list's first `max` values, each read like `textIn`, without empty ones. */
export function textsOf(list: unknown, max: number): readonly string[] {
  return listOf(list)
    .slice(0, max)
    .map(textOf)
    .filter((text) => text !== "");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? meantText(value.trim()).trim() : typeof value === "number" ? String(value) : "";
}

/** The positive number under a key, rounded; null for anything else. */
export function countIn(record: JsonRecord, key: string): number | null {
  const value = record[key];
  return typeof value === "number" && value > 0 && Number.isFinite(value) ? Math.round(value) : null;
}
