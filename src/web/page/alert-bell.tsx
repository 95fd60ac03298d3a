import type { Viewer } from "./viewer.ts";
import { WatchForm } from "./watch-form.tsx";

/**
 * The bell in the header of a live page, with the number of unread alerts. It opens a panel with the watch terms of
 * this browser, how the browser signals an alert, and its last alerts.
 */
export function AlertBell({ viewer }: { readonly viewer: Viewer }) {
  return (
    <details id="alerts" class="alerts">
      <summary class="tool" title="Alerts (g a)">
        <Bell />
      </summary>
      <div class="alert-panel">
        <section aria-labelledby="watching-title">
          <h2 id="watching-title">Watch terms of this browser</h2>
          <WatchForm watches={viewer.watches.join("\n")} next={viewer.path} />
        </section>
        <section class="script-only" hidden aria-labelledby="signal-title">
          <h2 id="signal-title">Signal</h2>
          <label>
            <input type="checkbox" id="sound" /> Sound
          </label>{" "}
          <label>
            <input type="checkbox" id="notify" /> Notifications
          </label>
        </section>
        <section class="script-only" hidden aria-labelledby="last-alerts-title">
          <h2 id="last-alerts-title">Last alerts</h2>
          <p class="meta" id="no-alerts">
            No alerts yet. Withdrawals, corrections, flashes and watch terms raise one.
          </p>
          <ol id="alert-list" />
        </section>
        {viewer.editor === null ? null : (
          <p>
            <a href="/alerts">Rules of alerts</a>: what is sent to channels
          </p>
        )}
      </div>
    </details>
  );
}

/**
 * The bell of a page that is not live. It links to the panel, and shows the number of unread alerts. The live pages of
 * this browser have raised these alerts.
 */
export function AlertLink() {
  return (
    <a class="tool bell-link" href="/#alerts" title="Alerts (g a)">
      <Bell />
    </a>
  );
}

function Bell() {
  return (
    <>
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" class="bell">
        <path d="M12 3a6 6 0 0 0-6 6c0 5-2 7-2 7h16s-2-2-2-7a6 6 0 0 0-6-6zM10 19a2 2 0 0 0 4 0" />
      </svg>
      <span class="unseen">Alerts</span>
      <b id="unread" class="unread" role="status" hidden />
    </>
  );
}
