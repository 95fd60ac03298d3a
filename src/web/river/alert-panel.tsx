import type { Viewer } from "../page/viewer.ts";
import { watchCharsMax, watchesMax } from "../sign-in/watches.ts";

/** Watch terms, how loudly they are told, and the last ten alerts. */
export function AlertPanel({ viewer }: { readonly viewer: Viewer }) {
  return (
    <aside class="alerts" aria-labelledby="alerts-title">
      <details id="alerts">
        <summary>
          <span id="alerts-title">Alerts</span>{" "}
          <span class="count" id="alerts-count">
            {viewer.watches.length === 0 ? "" : `${viewer.watches.length} watched`}
          </span>
        </summary>
        <form method="post" action="/watches">
          <label for="watches">Watch terms, one a line (words, "phrases", OR, -not)</label>
          <textarea id="watches" name="watches" rows={4} maxLength={watchesMax * watchCharsMax}>
            {viewer.watches.join("\n")}
          </textarea>
          <input type="hidden" name="next" value={viewer.path} />
          <button type="submit">Watch</button>
        </form>
        <div class="script-only" hidden>
          <label>
            <input type="checkbox" id="sound" /> Sound
          </label>{" "}
          <label>
            <input type="checkbox" id="notify" /> Notifications
          </label>
        </div>
        <h2 class="script-only" hidden>
          Last alerts
        </h2>
        <ol id="alert-list" class="script-only" hidden />
      </details>
    </aside>
  );
}
