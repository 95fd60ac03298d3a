import type { ToldReason } from "../../domain/reason.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { Clock, Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { rowFacts } from "../river/row-facts.ts";
import type { CopyView, MemberView, StoryView } from "./read-story-view.ts";
import { RevisionList } from "./revision-list.tsx";
import { CopyTools, MemberTools } from "./story-tools.tsx";

/** One text of a story, with all its carriers. */
export function CopyArticle(props: {
  readonly copy: CopyView;
  readonly first: boolean;
  readonly story: StoryView;
  readonly viewer: Viewer;
}) {
  const { copy, first, story, viewer } = props;
  const { item, members } = copy;
  const facts = rowFacts(item);
  const language = facts.language === null ? {} : { lang: facts.language };
  return (
    <li class={first ? "copy lead-copy" : "copy"} id={`copy-${item.copyId}`}>
      <article>
        <h2
          dir="auto"
          class={`cue-${facts.withdrawn ? "withdrawn" : facts.corrected ? "corrected" : facts.urgency}`}
          {...language}
        >
          {facts.cue === null ? null : (
            <span class="cue" dir="ltr">
              {facts.cue}
            </span>
          )}{" "}
          {copy.url === null ? (
            facts.headline
          ) : (
            <a href={copy.url} rel="noreferrer">
              {facts.headline}
            </a>
          )}
        </h2>
        <p class="meta">
          <b>{facts.source}</b> · <Time at={item.arrivedAt} />
          {facts.changedAt === null ? null : (
            <>
              {" "}
              · changed <Time at={facts.changedAt} />
            </>
          )}
          {facts.language === null ? null : ` · ${facts.language}`}
        </p>
        {item.withdrawnBy === null ? null : (
          <p class="body meta withdrawn">
            Withdrawn by {item.withdrawnBy === "editors" ? "an editor" : "its source"}.
            {copy.withdrawnHtml === null ? null : " Readers do not see the text below."}
          </p>
        )}
        {copy.withdrawnHtml === null ? null : (
          <del class="body" dir="auto" {...language} dangerouslySetInnerHTML={{ __html: copy.withdrawnHtml }} />
        )}
        {copy.html === null ? (
          <p class="body meta">This story has more text than fits on one page. Read this text at its source.</p>
        ) : (
          // `safeHtml` has cleaned it, and the page's policy allows no inline script.
          <div class="body" dir="auto" {...language} dangerouslySetInnerHTML={{ __html: copy.html }} />
        )}
        <div class="carried">
          <CopyTools copy={copy} story={story} viewer={viewer} />
          <ul class="carrier-list" aria-label="Carried by">
            {members.map((member, at) => (
              <Member key={member.entry.id} member={member} copy={copy} lead={at === 0} story={story} viewer={viewer} />
            ))}
          </ul>
        </div>
      </article>
    </li>
  );
}

function Member(props: {
  readonly member: MemberView;
  readonly copy: CopyView;
  readonly lead: boolean;
  readonly story: StoryView;
  readonly viewer: Viewer;
}) {
  const { member, copy, lead, story, viewer } = props;
  const { entry, url, changes } = member;
  const title = cleanLine(entry.title) || "(no title)";
  return (
    <li id={`entry-${entry.id}`}>
      <Clock at={entry.firstSeenAt} class="clock" />
      <span class="source">
        {cleanLine(entry.source.name)}
        {entry.source.kind === "agency" ? <span class="meta"> agency</span> : null}
        {entry.source.isPrivate === true ? <span class="meta"> licensed</span> : null}
        {entry.isPinnedLead ? <span class="meta"> pinned as lead</span> : null}
        {entry.standing === "struck" ? <span class="meta"> withdrawn by it</span> : null}
      </span>
      <span class="headline" dir="auto" {...(entry.language === null ? {} : { lang: entry.language })}>
        {url === null ? (
          title
        ) : (
          <a href={url} rel="noreferrer">
            {title}
          </a>
        )}
      </span>
      <MemberTools member={member} copy={copy} lead={lead} story={story} viewer={viewer} />
      {entry.reasons.length === 0 ? null : <Why reasons={entry.reasons} />}
      <RevisionList changes={changes} />
    </li>
  );
}

function Why({ reasons }: { readonly reasons: readonly ToldReason[] }) {
  return (
    <div class="why">
      {reasons.map((reason, at) => (
        <p class="why" key={at}>
          <span class="unseen">Why: </span>
          {cleanLine(reason.text)}{" "}
          {reason.score === null ? null : (
            <span class="score" title="The figure that decided">
              {reason.score.toFixed(2)}
            </span>
          )}{" "}
          {reason.with === null ? null : <a href={`/entries/${reason.with}`}>see that entry</a>}
        </p>
      ))}
    </div>
  );
}
