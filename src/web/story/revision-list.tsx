import { Time } from "../page/time.tsx";
import type { ChangeView } from "./read-story-view.ts";
import type { DiffPart } from "./word-diff.ts";

/** The changes of one entry, newest first, compared word by word. */
export function RevisionList({ changes }: { readonly changes: readonly ChangeView[] }) {
  if (changes.length === 0) return null;
  return (
    <details class="revisions why" open>
      <summary>{changes.length === 1 ? "Changed once" : `Changed ${changes.length} times`}</summary>
      <ol>
        {changes.map((change) => (
          <li key={change.revision.number} class="revision">
            <h3>
              Revision {change.revision.number}, seen <Time at={change.revision.seenAt} />
              {change.revision.significant ? "" : " (minor)"}
            </h3>
            <Diff parts={change.title} says="headline" />
            {change.text === null ? (
              <p class="same">
                The text changed too much to be compared here:{" "}
                <a href={`/api/v1/entries/${change.revision.entryId}/revisions`}>every state as JSON</a>.
              </p>
            ) : (
              <Diff parts={change.text} says="text" />
            )}
            {change.title.length > 0 || change.text?.length !== 0 ? null : (
              <p class="same">Only links, formatting or attachments changed.</p>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Diff({ parts, says }: { readonly parts: readonly DiffPart[]; readonly says: string }) {
  if (parts.length === 0) return null;
  const [first, second] = parts;
  if (parts.length === 2 && first?.kind === "taken" && second?.kind === "added")
    return (
      <div class="diff" dir="auto">
        <p>
          <span class="unseen">The {says} before: </span>
          <del>{first.text}</del>
        </p>
        <p>
          <span class="unseen">The {says} now: </span>
          <ins>{second.text}</ins>
        </p>
      </div>
    );
  return (
    <p class="diff" dir="auto">
      <span class="unseen">Changes in the {says}: </span>
      {parts.map((part, at) => {
        if (part.kind === "added") return <ins key={at}>{part.text}</ins>;
        if (part.kind === "taken") return <del key={at}>{part.text}</del>;
        return (
          <span key={at} class="same">
            {part.text}
          </span>
        );
      })}
    </p>
  );
}
