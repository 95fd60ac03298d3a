import { z } from "zod";
import { notYet, problem } from "./api-bodies.ts";
import { exampleBodies } from "./api-examples.ts";
import type { ApiOperation } from "./api-operation.ts";

/** The API as an OpenAPI 3.1 document. Its schemas are the ones that check requests. */
export function openApiDocument(
  operations: readonly ApiOperation[],
  about: { readonly version: string; readonly baseUrl: string },
): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const one of operations) paths[one.path] = { ...paths[one.path], [one.method]: operationObject(one) };
  return {
    openapi: "3.1.0",
    info: {
      title: "wiredesk",
      version: about.version,
      description: "One wire out of many: stories, copies, entries and feeds. Errors are problem+json (RFC 9457).",
    },
    servers: [{ url: about.baseUrl }],
    paths,
    components: { securitySchemes: { adminToken: { type: "http", scheme: "bearer" } } },
  };
}

function operationObject(one: ApiOperation): object {
  return {
    operationId: `${one.method}${one.path.replace("/api/v1", "").replace(/[/{}]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: one.summary,
    parameters: [...parameters(one.pathSchema, "path"), ...parameters(one.querySchema, "query")],
    ...(one.bodySchema === null
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: schemaOf(one.bodySchema, "input"), examples: examplesOf(one) } },
          },
        }),
    responses: {
      200: { description: "OK", content: { "application/json": { schema: schemaOf(one.answerSchema, "output") } } },
      ...(one.method !== "get"
        ? {
            202: {
              description:
                "Recorded, not yet in effect. The change will take effect; repeating the request adds nothing",
              content: { "application/json": { schema: schemaOf(notYet, "output") } },
            },
          }
        : {}),
      // The answer for errors of the client, and the answer for all other errors.
      "4XX": {
        description: "The request cannot be answered as it is",
        content: { "application/problem+json": { schema: schemaOf(problem, "output") } },
      },
      default: {
        description: "What went wrong",
        content: { "application/problem+json": { schema: schemaOf(problem, "output") } },
      },
    },
    // Operations that need no token also accept one: the client then gets an editor's answer, with licensed copy.
    security: one.editor || one.method !== "get" ? [{ adminToken: [] }] : [{}, { adminToken: [] }],
  };
}

function examplesOf(one: ApiOperation): object {
  return Object.fromEntries(exampleBodies(one).map(([name, value]) => [name, { value }]));
}

/** A parameter of an operation, as people read it. */
export interface Parameter {
  readonly name: string;
  readonly required: boolean;
  readonly description: string | null;
  /** The only values that it takes; null when its values are not limited to a list. */
  readonly values: readonly string[] | null;
}

/** The parameters in the path and in the query of an operation. */
export function parametersOf(one: ApiOperation): readonly Parameter[] {
  const all = [...parameters(one.pathSchema, "path"), ...parameters(one.querySchema, "query")];
  return all.map(({ name, required, description = null, schema }) => {
    const { enum: values = schema.items?.enum ?? null } = schema;
    return { name, required, description, values };
  });
}

interface ParameterObject {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: { readonly enum?: readonly string[]; readonly items?: { readonly enum?: readonly string[] } };
}

function parameters(schema: z.ZodObject | null, place: "path" | "query"): ParameterObject[] {
  if (schema === null) return [];
  return Object.entries(schema.shape).map(([name, part]) => {
    const json = schemaOf(part as z.ZodType, place === "path" ? "output" : "input");
    const { description, ...rest } = json;
    return {
      name,
      in: place,
      required: place === "path" || !(part instanceof z.ZodOptional),
      ...(description === undefined ? {} : { description: String(description) }),
      schema: rest,
      ...(place === "query" && rest.type === "array" ? { style: "form", explode: true } : {}),
    };
  });
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  // JSON Schema 2020-12 is the default of OpenAPI 3.1, so the schemas need not name it.
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io }) as Record<string, unknown>;
  return json;
}
