import { z } from "zod";
import type { WebDeps } from "../web-deps.ts";

/** One operation of the API: its schemas, documentation and implementation in one place. */
export interface ApiOperation {
  readonly method: "get" | "post" | "put" | "delete";
  /** The path as OpenAPI writes it: "/api/v1/stories/{id}". */
  readonly path: string;
  readonly summary: string;
  readonly pathSchema: z.ZodObject | null;
  readonly querySchema: z.ZodObject | null;
  readonly bodySchema: z.ZodType | null;
  readonly answerSchema: z.ZodType;
  /** True when the operation needs the admin token. */
  readonly editor: boolean;
  readonly run: (deps: WebDeps, asked: Asked) => Promise<unknown>;
}

/** A request that the operation's schemas have checked. */
export interface Asked {
  readonly path: unknown;
  readonly body: unknown;
  /** The raw query, for `readFeedQuery`. `query` is the same query as its schema parsed it. */
  readonly search: string;
  readonly query: unknown;
  /** Aborts when the client disconnects. */
  readonly leaving: AbortSignal;
  /** Whether the request came with the admin token; `deps.store` is then the store as editors see it. */
  readonly isEditor: boolean;
  /** The address of the client, for limits. */
  readonly client: string;
}

/** Makes an operation whose `run` receives the validated, typed values. */
export function operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodNull,
  Answer extends z.ZodType = z.ZodType,
>(given: {
  method: ApiOperation["method"];
  path: string;
  summary: string;
  pathSchema?: Path;
  querySchema?: Query;
  bodySchema?: Body;
  answerSchema: Answer;
  editor?: boolean;
  run: (
    deps: WebDeps,
    asked: {
      path: z.output<Path>;
      query: z.output<Query>;
      body: z.output<Body>;
      search: string;
      leaving: AbortSignal;
      isEditor: boolean;
      client: string;
    },
  ) => Promise<z.input<Answer>>;
}): ApiOperation {
  const { method, path, summary, pathSchema, querySchema, bodySchema, answerSchema, editor, run } = given;
  return {
    method,
    path,
    summary,
    pathSchema: pathSchema ?? null,
    querySchema: querySchema ?? null,
    bodySchema: bodySchema ?? null,
    answerSchema,
    editor: editor ?? false,
    run: (deps, asked) =>
      run(deps, {
        path: (pathSchema ?? z.object({})).parse(asked.path) as z.output<Path>,
        query: asked.query as z.output<Query>,
        body: asked.body as z.output<Body>,
        search: asked.search,
        leaving: asked.leaving,
        isEditor: asked.isEditor,
        client: asked.client,
      }),
  };
}
