/** Adds feeds: one by its address, many by OPML. */
export function FeedForms({ csrf }: { readonly csrf: string }) {
  return (
    <div class="forms">
      <form method="post" action="/sources/feeds">
        <h2>Add a feed</h2>
        <input type="hidden" name="csrf" value={csrf} />
        <label>
          Address of the feed
          <input type="url" name="url" required maxLength={2_000} placeholder="https://" />
        </label>
        <label>
          Source
          <input name="source" required maxLength={200} placeholder="The agency or outlet behind it" />
        </label>
        <label>
          Kind
          <select name="kind">
            <option value="outlet">outlet</option>
            <option value="agency">agency</option>
          </select>
        </label>
        <label>
          Rank (lower leads)
          <input type="number" name="rank" min={0} max={1_000} value={100} />
        </label>
        <button type="submit">Add</button>
      </form>
      <form method="post" action="/sources/import">
        <h2>Import OPML</h2>
        <input type="hidden" name="csrf" value={csrf} />
        <label class="script-only" hidden>
          From a file
          <input type="file" id="opml-file" accept=".opml,.xml,text/x-opml,text/xml" />
        </label>
        <label>
          The document
          <textarea name="opml" id="opml" rows={8} required />
        </label>
        <button type="submit">Import</button>
      </form>
    </div>
  );
}
