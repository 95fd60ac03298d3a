import type { Feed } from "../../domain/feed.ts";

/** The buttons with which an editor checks, pauses, resumes or removes a feed. */
export function FeedActions({ feed, csrf }: { readonly feed: Feed; readonly csrf: string }) {
  const offered =
    feed.state === "active"
      ? ([
          ["check", "Check now"],
          ["pause", "Pause"],
          ["remove", "Remove"],
        ] as const)
      : ([
          ["resume", "Resume"],
          ["remove", "Remove"],
        ] as const);
  return (
    <form class="tools" method="post" action={`/sources/feeds/${feed.id}`}>
      <input type="hidden" name="csrf" value={csrf} />
      {offered.map(([action, label]) => (
        <button key={action} type="submit" name="action" value={action}>
          {label}
        </button>
      ))}
    </form>
  );
}

/**
 * The address to show. Only editors see the whole address; for readers, the query and the credentials are removed,
 * because they may contain keys.
 */
export function shownAddress(url: string, whole: boolean): string {
  if (whole || !URL.canParse(url)) return whole ? url : "";
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search === "" ? "" : "?…"}`;
}

/** The page on which a feed's site may advertise its feed. */
export function siteOf({ siteUrl, url }: Pick<Feed, "siteUrl" | "url">): string {
  return siteUrl ?? new URL(url).origin;
}
