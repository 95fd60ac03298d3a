import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { rowFacts } from "../river/row-facts.ts";
import { CarrierLine } from "./carrier-line.tsx";
import type { CopyView, MemberView, StoryView } from "./read-story-view.ts";
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
          <b>
            <bdi>{facts.source}</bdi>
          </b>{" "}
          · <Time at={item.arrivedAt} />
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
          <p class="body meta">
            <a href={`/compare?a=${story.copies[0]?.item.lead.id}&b=${item.lead.id}`}>Read this version</a> beside the
            first one.
          </p>
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
  const { entry, url } = member;
  return (
    <li id={`entry-${entry.id}`}>
      <CarrierLine entry={entry} url={url} lead={copy.item.lead} firstAt={copy.item.arrivedAt} />
      {viewer.editor === null ? null : (
        <MemberTools member={member} copy={copy} lead={lead} story={story} viewer={viewer} />
      )}
      {entry.reasons.length === 0 ? null : (
        <a class="why-link" href={`/stories/${story.id}?tab=why#entry-${entry.id}`}>
          why?
        </a>
      )}
    </li>
  );
}
