import type { ComponentChildren } from "preact";
import type { Viewer } from "../page/viewer.ts";
import type { CopyView, MemberView, StoryView } from "./read-story-view.ts";

/** Tools for a whole story: pictures for everybody; pin and merge for editors. */
export function StoryTools({ view, viewer }: { readonly view: StoryView; readonly viewer: Viewer }) {
  const lead = view.copies[0]?.item.lead;
  return (
    <div class="tools">
      {view.pictures ? (
        <a href={`/stories/${view.id}`}>Hide pictures</a>
      ) : (
        <a href={`/stories/${view.id}?pictures=1`} title="Loads them from the publishers' servers">
          Show pictures
        </a>
      )}
      <WordForm viewer={viewer} story={view} say={view.pinned ? "unpin" : "pin"}>
        <button type="submit">{view.pinned ? "Unpin" : "Pin"}</button>
      </WordForm>
      {lead === undefined ? null : (
        <WordForm viewer={viewer} story={view} say="merge">
          <label class="inline">
            Merge with story
            <input name="other" size={9} required placeholder="number" inputMode="numeric" pattern=".*\d" />
          </label>
          <button type="submit">Merge</button>
        </WordForm>
      )}
    </div>
  );
}

/** Takes one text out of its story. */
export function CopyTools(props: { readonly copy: CopyView; readonly story: StoryView; readonly viewer: Viewer }) {
  const { copy, story, viewer } = props;
  if (story.copies.length < 2 || viewer.editor === null) return null;
  return (
    <div class="tools">
      <WordForm viewer={viewer} story={story} say="split" entry={copy.item.lead.id}>
        <button type="submit">Split this text from the story</button>
      </WordForm>
    </div>
  );
}

/** Takes one carrier out of a copy whose text it did not print. */
export function MemberTools(props: {
  readonly member: MemberView;
  readonly copy: CopyView;
  readonly lead: boolean;
  readonly story: StoryView;
  readonly viewer: Viewer;
}) {
  const { member, lead, story, viewer } = props;
  if (lead || viewer.editor === null) return <span />;
  return (
    <span class="tools">
      <WordForm viewer={viewer} story={story} say="detach" entry={member.entry.id}>
        <button type="submit">Not this text</button>
      </WordForm>
    </span>
  );
}

function WordForm(props: {
  readonly viewer: Viewer;
  readonly story: StoryView;
  readonly say: "pin" | "unpin" | "merge" | "split" | "detach";
  readonly entry?: number;
  readonly children: ComponentChildren;
}) {
  const { viewer, story, say, entry, children } = props;
  if (viewer.editor === null) return null;
  return (
    <form method="post" action={`/stories/${story.id}/words`}>
      <input type="hidden" name="csrf" value={viewer.editor.csrf} />
      <input type="hidden" name="say" value={say} />
      {entry === undefined ? null : <input type="hidden" name="entry" value={entry} />}
      {children}
    </form>
  );
}
