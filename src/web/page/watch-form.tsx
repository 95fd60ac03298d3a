import { watchCharsMax, watchesMax } from "../sign-in/watches.ts";

/** The terms that a reader wants to be alerted about. */
export function WatchForm({ watches, next }: { readonly watches: string; readonly next: string }) {
  return (
    <form method="post" action="/watches">
      <label for="watches">Alert me about (one per line: words, "phrases", OR, NOT)</label>
      <textarea id="watches" name="watches" rows={4} maxLength={watchesMax * watchCharsMax}>
        {watches}
      </textarea>
      <input type="hidden" name="next" value={next} />
      <button type="submit">Save alerts</button>{" "}
      <button type="submit" formAction="/trial" formMethod="get">
        Try first
      </button>
    </form>
  );
}
