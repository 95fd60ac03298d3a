import type { ReadStore } from "../../domain/store.ts";
import type { WebDeps } from "../web-deps.ts";

/** The person who reads: a viewer of a page, or a client of the API. `editor` null: the public. */
export interface Reader {
  readonly editor: object | null;
}

/** The store as this viewer may see it. Licensed copy is only for signed-in editors. */
export function storeFor(deps: Pick<WebDeps, "store" | "editorStore">, viewer: Reader): ReadStore {
  return viewer.editor === null ? deps.store : (deps.editorStore ?? deps.store);
}

/**
 * Calls `make` twice, for the public and for editors, and returns the function that picks the result for a viewer. A
 * result may keep a cache. With two of them, nothing that only editors may see gets into the public's cache.
 */
export function forEachAudience<Deps extends Pick<WebDeps, "store" | "editorStore">, Part>(
  deps: Deps,
  make: (deps: Deps) => Part,
): (viewer: Reader) => Part {
  const open = make(deps);
  const whole = make({ ...deps, store: deps.editorStore ?? deps.store });
  return (viewer) => (viewer.editor === null ? open : whole);
}
