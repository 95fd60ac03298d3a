import type { Section } from "../../domain/section.ts";
import type { Publisher } from "../../publish/publisher.ts";
import { HelpSheet } from "../page/help-sheet.tsx";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";
import type { ApiOperation } from "./api-operation.ts";
import { idOfOperation, OperationPanel } from "./operation-panel.tsx";

/**
 * The API page: every operation with a line for curl, and a form on which it can be tried. Operations that read have a
 * plain form; operations that change something need the script and a token.
 */
export function ApiPage(props: {
  readonly operations: readonly ApiOperation[];
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
  readonly baseUrl: Publisher["baseUrl"];
}) {
  const groups = groupsOf(props.operations);
  return (
    <PageFrame title="API – wiredesk" sections={props.sections} viewer={props.viewer} page="api">
      <main id="main" tabIndex={-1} class="api">
        <h1>API</h1>
        <p>
          JSON under <code>/api/v1</code>, described by <a href="/api/openapi.json">an OpenAPI 3.1 document</a>. Lists
          come page by page: <code>next</code> of one page is <code>after</code> of the next request. Errors are
          problem+json (RFC 9457). Every change needs the header <code>Authorization: Bearer</code> with the admin
          token. New and changed rows come from <code>/events</code> as server-sent events.
        </p>
        <nav aria-label="Operations" class="operations">
          {groups.map(([title, operations]) => (
            <section key={title}>
              <h2>{title}</h2>
              <ul>
                {operations.map((one) => (
                  <li key={idOfOperation(one)}>
                    <a href={`#${idOfOperation(one)}`}>
                      <span class={`method ${one.method}`}>{one.method.toUpperCase()}</span>{" "}
                      {one.path.slice("/api/v1".length)}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </nav>
        <p class="script-only field" hidden>
          <label for="api-token">Admin token</label>
          <input type="password" id="api-token" autocomplete="off" />
          <span class="hint">For operations that need it. Only this page keeps it.</span>
        </p>
        {groups.map(([title, operations]) => (
          <section key={title}>
            <h2>{title}</h2>
            {operations.map((one) => (
              <OperationPanel key={idOfOperation(one)} one={one} baseUrl={props.baseUrl} />
            ))}
          </section>
        ))}
      </main>
      <HelpSheet />
    </PageFrame>
  );
}

/** The operations in groups, by the beginning of their paths. */
const groups: readonly (readonly [string, readonly string[]])[] = [
  ["Search and read", ["entries", "search", "top", "copies"]],
  ["Stories", ["stories", "words"]],
  ["Feeds and sections", ["feeds", "sections"]],
  ["Follow every change", ["changes"]],
  ["Alerts", ["alerts"]],
  ["The service", ["counts", "hub", "reload"]],
];

function groupsOf(operations: readonly ApiOperation[]): readonly (readonly [string, readonly ApiOperation[]])[] {
  const placeOf = (names: readonly string[], { path }: ApiOperation) => names.indexOf(path.split("/")[3] ?? "");
  return groups.map(([title, names]) => [
    title,
    operations.filter((one) => placeOf(names, one) >= 0).toSorted((a, b) => placeOf(names, a) - placeOf(names, b)),
  ]);
}
