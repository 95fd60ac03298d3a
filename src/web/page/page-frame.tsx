import type { ComponentChildren } from "preact";
import type { Section } from "../../domain/section.ts";
import { feedFormats } from "../../publish/feed-formats.ts";
import { DeskHeader } from "./desk-header.tsx";
import type { Viewer } from "./viewer.ts";

/** The frame of every page. It contains the autodiscovery links of all sections. */
export function PageFrame(props: {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly viewer: Viewer;
  /** Selects styles and scripts for the page. */
  readonly page: "river" | "columns" | "story" | "sources" | "api" | "plain";
  readonly children: ComponentChildren;
}) {
  const { title, sections, viewer, page } = props;
  return (
    <html lang="en" data-density={viewer.density} {...(viewer.theme === null ? {} : { "data-theme": viewer.theme })}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/desk.css" />
        <script type="module" src="/assets/desk.js" />
        {sections.flatMap((section) => autodiscovery(section))}
        <link rel="alternate" type="text/x-opml" title="All sections" href="/feeds.opml" />
      </head>
      <body data-page={page} {...(page === "river" || page === "columns" ? { class: "live-page" } : {})}>
        <a class="skip" href="#main">
          Skip to the news
        </a>
        <DeskHeader viewer={viewer} page={page} />
        {props.children}
      </body>
    </html>
  );
}

function autodiscovery(section: Section) {
  const path = `/feeds/${encodeURIComponent(section.id)}`;
  const links = feedFormats.map(({ suffix, type, name }) => ({
    type,
    title: `${section.title} (${name})`,
    href: `${path}.${suffix}`,
  }));
  const [{ suffix, type }] = feedFormats;
  const digest = { type, title: `${section.title}: digests`, href: `${path}/digest.${suffix}` };
  return [...links, digest].map((link) => <link key={link.href} rel="alternate" {...link} />);
}
