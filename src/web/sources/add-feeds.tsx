import { sourceKinds } from "../../domain/feed.ts";

/**
 * Forms that add feeds: one by its address, or many by OPML. They are above the list, and closed at first; the first
 * form is open if `isOpen`.
 */
export function AddFeeds({ csrf, isOpen }: { readonly csrf: string; readonly isOpen: boolean }) {
  return (
    <div class="add-feeds">
      <details open={isOpen}>
        <summary>Add a feed</summary>
        <form method="post" action="/sources/find">
          <input type="hidden" name="csrf" value={csrf} />
          <label>
            Address of a feed or a site
            <input name="url" required maxLength={2_000} placeholder="https:// or example.com" inputMode="url" />
          </label>
          <button type="submit" class="primary">
            Look
          </button>
        </form>
      </details>
      <label class="script-only file-pick" hidden>
        Import an OPML file
        <input type="file" id="opml-file" class="unseen" accept=".opml,.xml,text/x-opml,text/xml" />
      </label>
      <details>
        <summary>Paste OPML</summary>
        <form method="post" action="/sources/import">
          <input type="hidden" name="csrf" value={csrf} />
          <label>
            OPML
            <textarea name="opml" id="opml" rows={6} required />
          </label>
          <button type="submit" class="primary">
            Import
          </button>
        </form>
      </details>
    </div>
  );
}

/** The fields that describe the source of a feed. */
export function SourceFields(props: { readonly source: string; readonly kind: string; readonly rank: number }) {
  return (
    <>
      <label>
        Source
        <input name="source" required maxLength={200} value={props.source} />
      </label>
      <label>
        Kind
        <select name="kind">
          {sourceKinds.map((kind) => (
            <option key={kind} value={kind} selected={kind === props.kind}>
              {kind}
            </option>
          ))}
        </select>
      </label>
      <label>
        Priority (the lower number leads)
        <input type="number" name="rank" min={0} max={1_000} value={props.rank} />
      </label>
    </>
  );
}
