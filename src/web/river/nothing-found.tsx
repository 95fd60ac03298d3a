import type { Viewer } from "../page/viewer.ts";
import { addressOf, type DeskQuery } from "./desk-query.ts";

/** The text that a list without rows shows, with links to what a person can do. */
export function NothingFound(props: {
  readonly query: DeskQuery;
  /** True when a filter has a fault. The page already says so, and "nothing matches" would be wrong. */
  readonly isFaulty: boolean;
  /** What is wrong with many feeds at once; null when nothing is. */
  readonly trouble: string | null;
  readonly viewer: Viewer;
}) {
  const { query, isFaulty, trouble, viewer } = props;
  const { text } = query.asked;
  if (isFaulty) return <div class="empty" id="empty" />;
  if (query.canonical === "")
    return (
      <div class="empty" id="empty">
        There is no news yet.{trouble === null ? " Rows appear here as feeds are polled." : ""}
      </div>
    );
  const hasFilters = query.canonical !== addressOf(bareOf(query), {});
  return (
    <div class="empty" id="empty">
      <p>Nothing matches these filters.</p>
      {!hasFilters || text === "" ? null : (
        <p>
          <a href={`/?${new URLSearchParams({ q: text }).toString()}`}>Drop the filters and keep the search</a>
        </p>
      )}
      {text === "" ? null : (
        <form method="post" action="/watches">
          <input type="hidden" name="watches" value={[...viewer.watches, text].join("\n")} />
          <input type="hidden" name="next" value={viewer.path} />
          <button type="submit">Alert me when it appears</button>
        </form>
      )}
      <p>
        <a href="/">Show everything</a>
      </p>
    </div>
  );
}

/** The query with its search, but without its section and other filters. */
function bareOf(query: DeskQuery): DeskQuery {
  const { asked } = query;
  const none = { sources: [], kinds: [], languages: [], categories: [], urgencyMax: null };
  return { ...query, section: { ...query.section, id: "all" }, asked: { ...asked, ...none, hours: null } };
}
