import type { Section } from "../../domain/section.ts";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";

/** What happened to each feed of an OPML document. */
export interface ImportReport {
  readonly added: readonly string[];
  readonly known: readonly string[];
  /** What was left out, each with the reason. */
  readonly skipped: readonly string[];
}

export function ImportPage(props: {
  readonly report: ImportReport;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { added, known, skipped } = props.report;
  return (
    <PageFrame title="Import – wiredesk" sections={props.sections} viewer={props.viewer} page="plain">
      <main id="main" tabIndex={-1} class="plain">
        <h1>
          {added.length} added, {known.length} known, {skipped.length} skipped
        </h1>
        <Names title="Skipped" names={skipped} />
        <Names title="Added" names={added} />
        <Names title="Known already" names={known} />
        <p>
          <a href="/sources">Back to the sources</a>
        </p>
      </main>
    </PageFrame>
  );
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  const rest = names.length - shownMax;
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {names.slice(0, shownMax).map((name, at) => (
          <li key={at} dir="auto">
            {name}
          </li>
        ))}
        {rest > 0 ? <li>and {rest} more</li> : null}
      </ul>
    </>
  );
}

const shownMax = 200;
