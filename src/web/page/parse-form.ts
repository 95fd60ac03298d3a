import { z } from "zod";
import { WireError } from "../../domain/errors.ts";

/** A form or a body as its schema says. Throws WireError usage that names what is wrong. */
export function parseForm<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new WireError("usage", z.prettifyError(parsed.error).slice(0, 1_000), { cause: parsed.error });
}
