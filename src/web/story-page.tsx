import type { Section, StoryDetail, WireItem } from "../domain/section.ts";
import { mergedItem } from "../publish/merged-item.ts";
import { PageFrame, Time } from "./desk-page.tsx";

/** One story: each copy with its text, who carries it, and why they were put together. */
export function StoryPage(props: {
  readonly story: StoryDetail;
  readonly sections: readonly Section[];
  readonly baseUrl: string;
}) {
  const { story, sections, baseUrl } = props;
  const title = story.copies[0]?.lead.title || `Story ${story.id}`;
  return (
    <PageFrame title={title} sections={sections}>
      <header>
        <h1>{title}</h1>
        <a href="/">wiredesk</a>
      </header>
      <main>
        {story.copies.map((copy) => (
          <CopyArticle key={copy.id} copy={copy} baseUrl={baseUrl} />
        ))}
      </main>
    </PageFrame>
  );
}

function CopyArticle(props: { readonly copy: WireItem; readonly baseUrl: string }) {
  const { copy } = props;
  const { lead } = copy;
  const shown = mergedItem(copy, props.baseUrl);
  return (
    <article id={`copy-${copy.copyId}`} lang={lead.language ?? undefined} dir="auto">
      <h2>
        <a href={shown.url}>{shown.title}</a>
      </h2>
      <p class="meta">
        {lead.source.name} · <Time at={copy.arrivedAt} />
      </p>
      {/* Made safe by safeHtml, and the page's policy lets no script run. */}
      <div dangerouslySetInnerHTML={{ __html: shown.html }} />
      <ul>
        {copy.carriers.map((carrier) => (
          <li key={carrier.entryId} id={`entry-${carrier.entryId}`}>
            {carrier.source.name}: {carrier.title} · <Time at={carrier.firstSeenAt} />
          </li>
        ))}
      </ul>
    </article>
  );
}
