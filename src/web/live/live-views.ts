import { messageOf } from "../../domain/errors.ts";
import { basePathOf } from "../page/base-path.ts";
import { readAskedPage } from "../page/read-asked-page.ts";
import { storeFor } from "../page/store-for.ts";
import type { Viewer } from "../page/viewer.ts";
import type { DeskQuery } from "../river/desk-query.ts";
import { readRowMarks } from "../river/row-marks.ts";
import { readWatches } from "../sign-in/watches.ts";
import type { RouteDeps } from "../web-deps.ts";
import { attendViews, type LiveView } from "./attend-views.ts";
import { createLiveChannel, type LiveChannel } from "./live-channel.ts";
import { createRowReader } from "./live-rows.tsx";

/** The viewer's settings that change a view's rows. */
export type Watcher = Pick<Viewer, "watches" | "editor">;

/** The views that are being watched. Each is read once, however many people watch it. */
export interface LiveViews {
  /**
   * The channel of a view's newest rows as `viewer` sees them. `key`: the result of `viewKey` for the same arguments.
   */
  channel(key: string, query: DeskQuery, viewer: Watcher): LiveChannel;
  /** Call when a listener has come or gone. The store is read only while somebody listens. */
  attend(): void;
}

/**
 * The key of a view. It does not depend on the page: viewers of older rows have the same key as viewers of the newest
 * rows.
 */
export function viewKey(query: DeskQuery, viewer: Watcher): string {
  return JSON.stringify([query.canonical, viewer.watches, viewer.editor !== null]);
}

/**
 * `isFollowed`: whether a stream follows the view with this key. A view that no stream follows is kept for clients that
 * reconnect, until there are `viewsMax` views.
 */
export function createLiveViews(
  deps: RouteDeps,
  { viewsMax, isFollowed }: { readonly viewsMax: number; readonly isFollowed: (key: string) => boolean },
): LiveViews {
  const views = new Map<string, LiveView>();
  let attending: { stop(): void } | null = null;

  function channel(key: string, query: DeskQuery, viewer: Watcher): LiveChannel {
    const found = views.get(key);
    if (found !== undefined) return found.channel;
    if (views.size >= viewsMax) for (const old of views.keys()) if (!isFollowed(old)) views.delete(old);
    const store = storeFor(deps, viewer);
    const watches = readWatches(viewer.watches.join("\n"), deps.terms);
    const readMarks = () => readRowMarks(store, query.search, watches);
    const asked = { query: { ...query.page, after: null }, isNarrowed: query.isNarrowed };
    const readPage = () => readAskedPage(deps, viewer, asked, null);
    const made = createLiveChannel(createRowReader(store, readPage, readMarks, basePathOf(deps.baseUrl)), (thrown) => {
      if (!deps.refusals.note(thrown))
        deps.log.warn({ error: messageOf(thrown) }, "a live view could not be read; trying again");
    });
    views.set(key, { channel: made, isNarrowed: query.isNarrowed });
    return made;
  }

  function attend(): void {
    const wanted = [...views.values()].some(({ channel: { listeners } }) => listeners() > 0);
    if (wanted && attending === null) attending = attendViews(deps, views);
    if (wanted || attending === null) return;
    attending.stop();
    attending = null;
  }

  return { channel, attend };
}
