import type { ComponentChildren } from "preact";
import type { Section } from "../../domain/section.ts";
import { PageFrame } from "./page-frame.tsx";
import type { Viewer } from "./viewer.ts";

/** The page that tells a person what went wrong, with links back. */
export function ErrorPage(props: {
  readonly title: string;
  readonly detail: string;
  /** The page that the person came from. */
  readonly back: readonly [href: string, name: string];
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
  /** What the person had typed, so that they can correct it. */
  readonly children?: ComponentChildren;
}) {
  const { title, detail, back, viewer, sections, children = null } = props;
  const [href, name] = back;
  return (
    <PageFrame title={`${title} – wiredesk`} sections={sections} viewer={viewer} page="plain">
      <main id="main" tabIndex={-1} class="plain">
        <h1>{title}</h1>
        {detail === "" || detail === title ? null : <p class="error">{detail}</p>}
        {children}
        <p>
          <a href={href}>{name}</a>
          {href === "/" ? null : (
            <>
              {" · "}
              <a href="/">The river</a>
            </>
          )}
        </p>
      </main>
    </PageFrame>
  );
}

/** The page from which a person most likely came to an address. */
export function backFrom(path: string): readonly [href: string, name: string] {
  const [, story] = /^\/stories\/(\d{1,15})\/./.exec(path) ?? [];
  if (story !== undefined) return [`/stories/${story}`, "Back to the story"];
  if (path.startsWith("/sources/")) return ["/sources", "Back to the sources"];
  if (path.startsWith("/columns")) return ["/columns", "The columns"];
  return ["/", "The river"];
}
