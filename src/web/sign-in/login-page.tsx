import type { Section } from "../../domain/section.ts";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";
import { editorNameCharsMax } from "./sessions.ts";

/** Asks for the admin token, and for the name that is recorded with changes. */
export function LoginPage(props: {
  readonly next: string;
  /** The name that was typed before. */
  readonly name: string;
  readonly error: string | null;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  return (
    <PageFrame title="Sign in – wiredesk" sections={props.sections} viewer={props.viewer} page="plain">
      <main id="main" tabIndex={-1} class="plain">
        <h1>Sign in</h1>
        <p>
          Reading needs no account. Splitting, merging and pinning stories and changing the feeds need the admin token.
        </p>
        {props.error === null ? null : (
          <p class="error" role="alert">
            {props.error}
          </p>
        )}
        <form method="post" action="/login" class="sign-in-form">
          <label>
            Your name (kept with your changes)
            <input name="name" value={props.name} required maxLength={editorNameCharsMax} autocomplete="nickname" />
          </label>
          <label>
            Admin token
            <input name="token" type="password" required maxLength={500} autocomplete="current-password" />
          </label>
          <input type="hidden" name="next" value={props.next} />
          <button type="submit" class="primary">
            Sign in
          </button>
        </form>
      </main>
    </PageFrame>
  );
}
