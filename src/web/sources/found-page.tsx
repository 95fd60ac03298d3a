import type { FoundFeed } from "../../domain/commands.ts";
import type { Feed } from "../../domain/feed.ts";
import type { Section } from "../../domain/section.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";
import { SourceFields } from "./add-feeds.tsx";

/**
 * Shows the feed that was found at an address, before an editor adds it. `same`: the feed of the store that is the same
 * feed; null when there is none.
 */
export function FoundPage(props: {
  readonly found: FoundFeed;
  readonly same: Feed | null;
  readonly csrf: string;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { found, same, csrf, viewer, sections } = props;
  const title = cleanLine(found.title ?? "") || new URL(found.url).hostname;
  return (
    <PageFrame title={`${title} – wiredesk`} sections={sections} viewer={viewer} page="plain">
      <main id="main" tabIndex={-1} class="plain">
        <h1 dir="auto">{title}</h1>
        <p class="meta">{found.url}</p>
        {same === null ? (
          <form method="post" action="/sources/feeds">
            <input type="hidden" name="csrf" value={csrf} />
            <input type="hidden" name="url" value={found.url} />
            <input type="hidden" name="title" value={title} />
            <SourceFields source={title} kind="outlet" rank={100} />
            <button type="submit" class="primary">
              Subscribe
            </button>
          </form>
        ) : (
          <p class="notice">
            Already subscribed: <a href={`/sources/feeds/${same.id}`}>{cleanLine(same.source.name)}</a>
          </p>
        )}
        <h2>The first of its {found.itemCount} items</h2>
        <ul>
          {found.headlines.map((headline, at) => (
            <li key={at} dir="auto">
              {cleanLine(headline) || "(no title)"}
            </li>
          ))}
        </ul>
        <p>
          <a href="/sources">Back to the sources</a>
        </p>
      </main>
    </PageFrame>
  );
}
