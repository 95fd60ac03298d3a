import type { Express, RequestHandler } from "express";
import { sendProblem } from "./error-handler.ts";

/**
 * Answers 405 with Allow (RFC 9110 section 15.5.6) when the address has routes, but only for other methods. It comes
 * after all routes and before `notFound`.
 */
export function refuseMethod(app: Express, deps: Parameters<typeof sendProblem>[3]): RequestHandler {
  return (request, response, next) => {
    const methods = methodsAt(stackOf(app.router), request.path);
    // If a route has the method and still passed the request on, there is nothing at this address.
    if (methods.size === 0 || methods.has(request.method) || methods.has("_ALL")) return next();
    if (methods.has("GET")) methods.add("HEAD");
    response.setHeader("Allow", [...methods].sort().join(", "));
    const detail = `This address does not answer ${request.method}.`;
    sendProblem(request, response, { status: 405, title: "Method not allowed", detail }, deps);
  };
}

/** One layer of an Express router: a route, or another router. */
interface Layer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: unknown;
  match(path: string): boolean;
}

function stackOf(router: unknown): readonly Layer[] {
  return typeof router === "function" && "stack" in router ? (router.stack as readonly Layer[]) : [];
}

function methodsAt(stack: readonly Layer[], path: string): Set<string> {
  const methods = stack.flatMap((layer) => {
    if (layer.route === undefined) return [...methodsAt(stackOf(layer.handle), path)];
    return layer.match(path) ? Object.keys(layer.route.methods) : [];
  });
  return new Set(methods.map((method) => method.toUpperCase()));
}
