import { z } from "zod";
import { WireError } from "../../domain/errors.ts";

/** Parses a form or body with its schema. Throws WireError usage that names the fault. */
export function parseForm<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new WireError("usage", z.prettifyError(parsed.error).slice(0, 1_000), { cause: parsed.error });
}
