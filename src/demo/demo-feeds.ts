import type { DemoItem, DemoSourceId } from "./demo-stories.ts";

export interface DemoSource {
  readonly id: DemoSourceId;
  readonly name: string;
  readonly kind: "agency" | "outlet";
  readonly rank: number;
  readonly language: string;
  /** Each source uses a different dialect, as real sources do. */
  readonly format: "rss" | "atom" | "rdf" | "json" | "rss-latin1";
}

export const demoSources: readonly DemoSource[] = [
  { id: "meridian", name: "Meridian Wire", kind: "agency", rank: 1, language: "en", format: "rss" },
  { id: "norpress", name: "Norpress", kind: "agency", rank: 2, language: "en", format: "atom" },
  { id: "harbour", name: "Harbour Times", kind: "outlet", rank: 50, language: "en", format: "rdf" },
  { id: "valley", name: "The Valley Post", kind: "outlet", rank: 50, language: "en", format: "json" },
  { id: "kanal", name: "Kanal Ost", kind: "outlet", rank: 50, language: "de", format: "rss-latin1" },
  { id: "sur", name: "Diario del Sur", kind: "outlet", rank: 50, language: "es", format: "rss" },
];

export interface DemoDocument {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** The source's feed with the items published so far, newest first. The times in the script count from `startedAt`. */
export function renderDemoFeed(
  source: DemoSource,
  items: readonly DemoItem[],
  base: string,
  startedAt: number,
): DemoDocument {
  const rows = items.map((item) => ({
    ...item,
    url: `${base}/${source.id}/${item.guid}`,
    date: new Date(startedAt + item.atSeconds * 1000),
    html: item.body.map((paragraph) => `<p>${escapeXml(paragraph)}</p>`).join(""),
  }));
  switch (source.format) {
    case "rss":
      return {
        contentType: "application/rss+xml; charset=utf-8",
        bytes: Buffer.from(rss(source, rows, base, "utf-8")),
      };
    case "rss-latin1":
      return { contentType: "text/xml", bytes: Buffer.from(rss(source, rows, base, "iso-8859-1"), "latin1") };
    case "atom":
      return { contentType: "application/atom+xml", bytes: Buffer.from(atom(source, rows, base)) };
    case "rdf":
      return { contentType: "application/rdf+xml", bytes: Buffer.from(rdf(source, rows, base)) };
    case "json":
      return { contentType: "application/feed+json", bytes: Buffer.from(json(source, rows, base)) };
  }
}

type Row = DemoItem & { readonly url: string; readonly date: Date; readonly html: string };

function rss(source: DemoSource, rows: readonly Row[], base: string, encoding: string): string {
  const items = rows.map(
    (row) =>
      `<item><title>${escapeXml(row.title)}</title><link>${row.url}</link><guid isPermaLink="false">${row.guid}</guid>` +
      `<pubDate>${row.date.toUTCString()}</pubDate><category>${row.category}</category><description>${escapeXml(row.html)}</description></item>`,
  );
  return `<?xml version="1.0" encoding="${encoding}"?><rss version="2.0"><channel><title>${source.name}</title><link>${base}/${source.id}/</link><description>${source.name}</description><language>${source.language}</language>${items.join("")}</channel></rss>`;
}

function atom(source: DemoSource, rows: readonly Row[], base: string): string {
  const updated = rows[0]?.date.toISOString() ?? "2026-11-22T00:00:00Z";
  const entries = rows.map(
    (row) =>
      `<entry><id>urn:demo:${row.guid}</id><title>${escapeXml(row.title)}</title><link href="${row.url}"/><published>${row.date.toISOString()}</published>` +
      `<updated>${row.date.toISOString()}</updated><category term="${row.category}"/><content type="html">${escapeXml(row.html)}</content></entry>`,
  );
  return `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${source.language}"><id>urn:demo:${source.id}</id><title>${source.name}</title><author><name>${source.name}</name></author><link href="${base}/${source.id}/"/><updated>${updated}</updated>${entries.join("")}</feed>`;
}

function rdf(source: DemoSource, rows: readonly Row[], base: string): string {
  const items = rows.map(
    (row) =>
      `<item rdf:about="${row.url}"><title>${escapeXml(row.title)}</title><link>${row.url}</link><dc:date>${row.date.toISOString()}</dc:date>` +
      `<dc:subject>${row.category}</dc:subject><description>${escapeXml(row.html)}</description></item>`,
  );
  const list = rows.map((row) => `<rdf:li rdf:resource="${row.url}"/>`).join("");
  return `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="${base}/${source.id}/"><title>${source.name}</title><link>${base}/${source.id}/</link><description>${source.name}</description><items><rdf:Seq>${list}</rdf:Seq></items></channel>${items.join("")}</rdf:RDF>`;
}

function json(source: DemoSource, rows: readonly Row[], base: string): string {
  const items = rows.map((row) => ({
    id: row.guid,
    url: row.url,
    title: row.title,
    content_html: row.html,
    date_published: row.date.toISOString(),
    tags: [row.category],
  }));
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: source.name,
    home_page_url: `${base}/${source.id}/`,
    language: source.language,
    items,
  });
}

function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
