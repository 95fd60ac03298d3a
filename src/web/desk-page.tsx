import type { ComponentChildren } from "preact";
import type { Section, WireItem } from "../domain/section.ts";
import type { Instant } from "../domain/time.ts";
import { deskStyle } from "./desk-style.ts";

/** The frame of every page, with the autodiscovery links of every section. */
export function PageFrame(props: {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly children: ComponentChildren;
}) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{props.title}</title>
        <style dangerouslySetInnerHTML={{ __html: deskStyle }} />
        {props.sections.flatMap((section) => autodiscovery(section))}
        <link rel="alternate" type="text/x-opml" title="All sections" href="/feeds.opml" />
      </head>
      <body>{props.children}</body>
    </html>
  );
}

const formats = [
  { suffix: "rss", type: "application/rss+xml", name: "RSS" },
  { suffix: "atom", type: "application/atom+xml", name: "Atom" },
  { suffix: "json", type: "application/feed+json", name: "JSON Feed" },
] as const;

function autodiscovery(section: Section) {
  return formats.map(({ suffix, type, name }) => (
    <link
      key={`${section.id}.${suffix}`}
      rel="alternate"
      type={type}
      title={`${section.title} (${name})`}
      href={`/feeds/${encodeURIComponent(section.id)}.${suffix}`}
    />
  ));
}

/** The newest stories of everything, with the way to each section's feeds. */
export function DeskPage(props: { readonly sections: readonly Section[]; readonly items: readonly WireItem[] }) {
  return (
    <PageFrame title="wiredesk" sections={props.sections}>
      <header>
        <h1>wiredesk</h1>
        <a href="/feeds.opml">OPML of all sections</a>
      </header>
      <nav aria-label="Feeds">
        {props.sections.map((section) => (
          <SectionLinks key={section.id} section={section} />
        ))}
      </nav>
      <main>
        <ol>
          {props.items.map((item) => (
            <ItemRow key={item.id} item={item} />
          ))}
        </ol>
      </main>
    </PageFrame>
  );
}

function SectionLinks(props: { readonly section: Section }) {
  const { id, title } = props.section;
  return (
    <span>
      {title}:{" "}
      {formats.map(({ suffix, name }) => (
        <>
          <a href={`/feeds/${encodeURIComponent(id)}.${suffix}`}>{name}</a>{" "}
        </>
      ))}
    </span>
  );
}

function ItemRow(props: { readonly item: WireItem }) {
  const { item } = props;
  const others = new Set(item.carriers.map((carrier) => carrier.source.name));
  others.delete(item.lead.source.name);
  return (
    <li>
      <a href={`/stories/${item.storyId}#copy-${item.copyId}`}>{item.lead.title || "(no title)"}</a>
      <div class="meta">
        {item.lead.source.name}
        {others.size > 0 ? `, also ${[...others].join(", ")}` : ""} · <Time at={item.arrivedAt} />
      </div>
    </li>
  );
}

/** A moment, in UTC, for people and machines. */
export function Time(props: { readonly at: Instant }) {
  const text = new Date(props.at).toISOString();
  return <time dateTime={text}>{`${text.slice(0, 10)} ${text.slice(11, 16)} UTC`}</time>;
}
