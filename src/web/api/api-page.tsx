import type { Section } from "../../domain/section.ts";
import { HelpSheet } from "../page/help-sheet.tsx";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";
import type { ApiOperation } from "./api-operation.ts";

/**
 * The API page, on which every operation can be tried: operations that read with a plain form, and operations that
 * change something with the script and a token.
 */
export function ApiPage(props: {
  readonly operations: readonly ApiOperation[];
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  return (
    <PageFrame title="API – wiredesk" sections={props.sections} viewer={props.viewer} page="plain">
      <main id="main" tabIndex={-1} class="plain">
        <h1>API</h1>
        <p>
          JSON under <code>/api/v1</code>, described by <a href="/api/openapi.json">an OpenAPI 3.1 document</a>. Lists
          come page by page: <code>next</code> of one page is <code>after</code> of the next request. Errors are
          problem+json (RFC 9457). Changing anything needs <code>Authorization: Bearer</code> and the admin token. New
          and changed rows come from <code>/events</code> as server-sent events.
        </p>
        <label class="script-only" hidden>
          Admin token, for the operations that change something; only this page keeps it
          <input type="password" id="api-token" autocomplete="off" />
        </label>
        {props.operations.map((one) => (
          <Operation key={`${one.method} ${one.path}`} one={one} />
        ))}
      </main>
      <HelpSheet />
    </PageFrame>
  );
}

function Operation({ one }: { readonly one: ApiOperation }) {
  const fields = [...Object.keys(one.pathSchema?.shape ?? {}), ...Object.keys(one.querySchema?.shape ?? {})];
  const reads = one.method === "get";
  return (
    <section class="operation">
      <h2>
        {one.method.toUpperCase()} {one.path}
      </h2>
      <p>{one.summary}.</p>
      <form
        class={reads ? "try" : "try script-only"}
        hidden={!reads}
        method={reads ? "get" : "post"}
        action={one.path}
        data-method={one.method}
      >
        {fields.map((name) => (
          <label key={name}>
            {name}
            <input name={name} size={10} required={one.pathSchema !== null && name in one.pathSchema.shape} />
          </label>
        ))}
        {one.bodySchema === null ? null : (
          <label>
            body
            <textarea name="body" rows={3} cols={40}>
              {"{}"}
            </textarea>
          </label>
        )}
        <button type="submit">{reads ? "Read" : "Send"}</button>
      </form>
      <pre hidden aria-live="polite" />
    </section>
  );
}
