import type { ComponentChildren } from "preact";
import type { Instant } from "../../domain/time.ts";
import type { Viewer } from "../page/viewer.ts";
import type { CopyView, MemberView, StoryView } from "./read-story-view.ts";

/** Tools for a whole story: pictures for everybody; pin and merge for editors. */
export function StoryTools({ view, viewer }: { readonly view: StoryView; readonly viewer: Viewer }) {
  const lead = view.copies[0]?.item.lead;
  return (
    <div class="tools">
      {view.pictures ? (
        <a href={`/stories/${view.id}`}>Hide pictures</a>
      ) : !hasPictures(view) ? null : (
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

/** Whether a shown text has pictures that are replaced by their descriptions. */
function hasPictures({ copies }: StoryView): boolean {
  return copies.some(({ html }) => html?.includes('<span class="picture">') === true);
}

/** Buttons that move one text to a new story, or withdraw or restore it everywhere. */
export function CopyTools(props: { readonly copy: CopyView; readonly story: StoryView; readonly viewer: Viewer }) {
  const { copy, story, viewer } = props;
  if (viewer.editor === null) return null;
  const isWithdrawn = copy.item.withdrawnBy !== null;
  return (
    <div class="tools">
      {story.copies.length < 2 ? null : (
        <DecisionForm viewer={viewer} story={story} decision="split" entry={copy.item.lead.id}>
          <button type="submit">Move to a new story</button>
        </DecisionForm>
      )}
      {copy.item.withdrawnBy === "editors" ? null : (
        <DecisionForm viewer={viewer} story={story} decision="withdraw" entry={copy.item.lead.id}>
          <button type="submit">Withdraw this text everywhere</button>
        </DecisionForm>
      )}
      {!isWithdrawn ? null : (
        <DecisionForm viewer={viewer} story={story} decision="restore" entry={copy.item.lead.id}>
          <button type="submit">Restore this text</button>
        </DecisionForm>
      )}
    </div>
  );
}

/** Buttons that take a carrier out of a copy whose text it did not print, or pin it as the copy's lead. */
export function MemberTools(props: {
  readonly member: MemberView;
  readonly copy: CopyView;
  readonly lead: boolean;
  readonly story: StoryView;
  readonly viewer: Viewer;
}) {
  const { member, copy, lead, story, viewer } = props;
  const { id, isPinnedLead, standing } = member.entry;
  const mayLead = copy.members.length > 1 && (standing === "text" || standing === "listed");
  if (viewer.editor === null || (lead && !mayLead)) return <span />;
  return (
    <span class="tools">
      {lead ? null : (
        <DecisionForm viewer={viewer} story={story} decision="detach" entry={id}>
          <button type="submit">Not the same copy</button>
        </DecisionForm>
      )}
      {!mayLead ? null : (
        <DecisionForm viewer={viewer} story={story} decision={isPinnedLead ? "unlead" : "lead"} entry={id}>
          <button type="submit">{isPinnedLead ? "Unpin as lead" : lead ? "Pin as lead" : "Let it lead"}</button>
        </DecisionForm>
      )}
    </span>
  );
}

type EditorButton =
  | "pin"
  | "unpin"
  | "merge"
  | "split"
  | "detach"
  | "withdraw"
  | "restore"
  | "lead"
  | "unlead"
  | "undo";

/** A button, or a field with a button, that sends an editor's decision on a story. Readers get nothing. */
export function DecisionForm(props: {
  readonly viewer: Viewer;
  readonly story: Pick<StoryView, "id">;
  readonly decision: EditorButton;
  readonly entry?: number;
  /** The time of the decision to take back. */
  readonly at?: Instant;
  readonly children: ComponentChildren;
}) {
  const { viewer, story, decision, entry, at, children } = props;
  if (viewer.editor === null) return null;
  return (
    <form method="post" action={`/stories/${story.id}/rulings`}>
      <input type="hidden" name="csrf" value={viewer.editor.csrf} />
      <input type="hidden" name="decision" value={decision} />
      {entry === undefined ? null : <input type="hidden" name="entry" value={entry} />}
      {at === undefined ? null : <input type="hidden" name="at" value={at} />}
      {children}
    </form>
  );
}
