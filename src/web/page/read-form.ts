import express from "express";
import { z } from "zod";
import { WireError } from "../../domain/errors.ts";

/** Reads a small form into `request.body`: one value for each name, or a list when a name occurs twice. */
export const readForm = express.urlencoded({ extended: false, limit: 32 * 1024, parameterLimit: 100 });

/** Reads a form that contains a whole document. */
export const readLargeForm = express.urlencoded({ extended: false, limit: 4 * 1024 * 1024, parameterLimit: 20 });

/** Parses a form or body with its schema. Throws WireError usage that names the fault. */
export function parseForm<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new WireError("usage", z.prettifyError(parsed.error).slice(0, 1_000), { cause: parsed.error });
}
