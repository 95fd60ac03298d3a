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
        <a href={`/stories/${view.id}?pictures=1`} title="Loads pictures from the publishers' servers">
          Show pictures
        </a>
      )}
      <DecisionForm viewer={viewer} story={view} decision={view.pinned ? "unpin" : "pin"}>
        <button type="submit">{view.pinned ? "Unpin" : "Pin"}</button>
      </DecisionForm>
      {lead === undefined ? null : (
        <DecisionForm viewer={viewer} story={view} decision="merge">
          <label class="inline">
            Merge with story
            <input name="other" size={9} required placeholder="number" inputMode="numeric" pattern=".*\d" />
          </label>
          <button type="submit">Merge</button>
        </DecisionForm>
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
      <DecisionForm viewer={viewer} story={story} decision="split" entry={copy.item.lead.id}>
        <button type="submit">Split this text from the story</button>
      </DecisionForm>
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
      <DecisionForm viewer={viewer} story={story} decision="detach" entry={member.entry.id}>
        <button type="submit">Not this text</button>
      </DecisionForm>
    </span>
  );
}

function DecisionForm(props: {
  readonly viewer: Viewer;
  readonly story: StoryView;
  readonly decision: "pin" | "unpin" | "merge" | "split" | "detach";
  readonly entry?: number;
  readonly children: ComponentChildren;
}) {
  const { viewer, story, decision, entry, children } = props;
  if (viewer.editor === null) return null;
  return (
    <form method="post" action={`/stories/${story.id}/rulings`}>
      <input type="hidden" name="csrf" value={viewer.editor.csrf} />
      <input type="hidden" name="decision" value={decision} />
      {entry === undefined ? null : <input type="hidden" name="entry" value={entry} />}
      {children}
    </form>
  );
}
