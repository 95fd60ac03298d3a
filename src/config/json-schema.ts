import { z } from "zod";
import { configSchema } from "./config-schema.ts";

/**
 * The JSON Schema (draft 2020-12) of the configuration file, for editors. The file `config/wiredesk.schema.json`
 * contains this text, and `wiredesk config schema` prints it.
 */
export function configJsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, {
    io: "input",
    override({ jsonSchema }) {
      // Drop the default of a whole part, because each of its settings already states its own default.
      if (jsonSchema.type === "object") delete jsonSchema.default;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return JSON.stringify({ title: "The configuration of wiredesk", ...schema }, null, 2);
}
