import { AlertBell, AlertLink } from "./alert-bell.tsx";
import type { Viewer } from "./viewer.ts";

/** The bar at the top of every page: navigation, connection state, the clock, alerts, and who is signed in. */
export function DeskHeader(props: { readonly viewer: Viewer; readonly page: string }) {
  const { viewer, page } = props;
  const here = (name: string) => (page === name ? ({ "aria-current": "page" } as const) : {});
  return (
    <header class="top">
      <a class="brand" href="/">
        wire<b>desk</b>
      </a>
      <nav aria-label="Pages">
        <a href="/" {...here("river")}>
          River
        </a>
        <a href="/columns" {...here("columns")}>
          Columns
        </a>
        <a href="/sources" {...here("sources")}>
          Sources
        </a>
        <a href="/api" {...here("api")}>
          API
        </a>
      </nav>
      <span class="line" id="line" role="status" hidden />
      <span class="spacer">{page === "river" ? <button type="button" id="pill" hidden /> : null}</span>
      <time class="now" id="now" dateTime={new Date(viewer.now).toISOString()}>
        {`${new Date(viewer.now).toISOString().slice(11, 16)} UTC`}
      </time>
      {page === "river" || page === "columns" ? <AlertBell viewer={viewer} /> : <AlertLink />}
      <form method="post" action="/theme" id="theme-form">
        <input type="hidden" name="next" value={viewer.path} />
        <button
          type="submit"
          class="tool"
          name="theme"
          value={viewer.theme === "dark" ? "light" : "dark"}
          aria-label="Light or dark"
          title="Light or dark (t)"
        >
          ◐
        </button>
        <button
          type="submit"
          class="tool"
          name="density"
          value={viewer.density === "compact" ? "roomy" : "compact"}
          aria-label="Dense or roomy rows"
          title="Dense or roomy rows (d)"
        >
          ≡
        </button>
      </form>
      <button
        type="button"
        class="script-only tool"
        id="help-open"
        hidden
        aria-label="Keyboard help"
        title="Keyboard help (?)"
      >
        ?
      </button>
      <SignedIn viewer={viewer} />
    </header>
  );
}

function SignedIn({ viewer }: { readonly viewer: Viewer }) {
  if (viewer.editor !== null) {
    return (
      <form class="who-am-i" method="post" action="/logout">
        <input type="hidden" name="csrf" value={viewer.editor.csrf} />
        <span>{viewer.editor.name}</span>
        <button type="submit" class="tool">
          Sign out
        </button>
      </form>
    );
  }
  if (!viewer.canSignIn) return null;
  return (
    <a class="sign-in" href={`/login?next=${encodeURIComponent(viewer.path)}`}>
      Sign in
    </a>
  );
}
