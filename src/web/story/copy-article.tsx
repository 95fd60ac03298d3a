import { outletName } from "../../domain/copies/houses.ts";
import type { StoredEntry } from "../../domain/entry.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { languageName } from "../page/language-name.ts";
import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { type RowFacts, rowFacts } from "../river/row-facts.ts";
import { CarrierLine, CarrierNotes } from "./carrier-line.tsx";
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
  const { item } = copy;
  const isAlone = copy.members.length === 1;
  const facts = rowFacts(item);
  const language = facts.language === null ? {} : { lang: facts.language };
  return (
    <li class={first ? "copy lead-copy" : "copy"} id={`copy-${item.copyId}`}>
      <article {...(isAlone ? { id: `entry-${item.lead.id}` } : {})}>
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
        <CopyMeta facts={facts} copy={copy} story={story} />
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
        {isAlone && viewer.editor === null ? null : (
          <div class="carried">
            <CopyTools copy={copy} story={story} viewer={viewer} />
            {isAlone ? null : <Carriers copy={copy} story={story} viewer={viewer} />}
          </div>
        )}
      </article>
    </li>
  );
}

/**
 * Who published a text and when. A text with one carrier has no list of carriers, so this line also says what is
 * special about the carrier.
 */
function CopyMeta(props: { readonly facts: RowFacts; readonly copy: CopyView; readonly story: StoryView }) {
  const { facts, copy, story } = props;
  const { changedAt, language } = facts;
  const { lead, arrivedAt } = copy.item;
  const isAlone = copy.members.length === 1;
  const saidBeside = ["withdrawn", ...(changedAt === null ? [] : ["changed 1×"])];
  const usual = story.copies[0]?.item.lead.language ?? null;
  return (
    <p class="meta">
      <b>
        <bdi>{cleanLine(outletName(lead)) || "unnamed source"}</bdi>
      </b>
      {isAlone ? <CarrierNotes entry={lead} without={saidBeside} /> : null} · <Time at={arrivedAt} />
      {changedAt === null ? null : (
        <>
          {" "}
          · changed <Time at={changedAt} />
        </>
      )}
      {language === null || language === usual ? null : ` · ${languageName(language)}`}
      {isAlone ? <WhyLink entry={lead} story={story} before=" · " /> : null}
    </p>
  );
}

function Carriers({ copy, story, viewer }: { copy: CopyView; story: StoryView; viewer: Viewer }) {
  return (
    <ul class="carrier-list" aria-label="Carried by">
      {copy.members.map((member, at) => (
        <Member key={member.entry.id} member={member} copy={copy} lead={at === 0} story={story} viewer={viewer} />
      ))}
    </ul>
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
      <WhyLink entry={entry} story={story} />
    </li>
  );
}

function WhyLink({ entry, story, before = "" }: { entry: StoredEntry; story: StoryView; before?: string }) {
  if (entry.reasons.length === 0) return null;
  return (
    <>
      {before}
      <a class="why-link" href={`/stories/${story.id}?tab=why#entry-${entry.id}`}>
        why?
      </a>
    </>
  );
}
