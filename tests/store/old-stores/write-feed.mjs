import { sources } from "./invented-sources.mjs";

/** The newest state of each guid, the latest first. */
export function newest(items) {
  return [...new Map(items.map((one) => [one.guid, one])).values()].sort((a, b) => b.visit - a.visit);
}

/** The feed of a source: its media type and its text. `publisher`: its address, and the time of each visit. */
export function writeFeed(name, items, publisher) {
  const source = sources[name];
  const site = `https://${name}.example/`;
  const rows = items.map((one) => ({
    ...one,
    url: `${site}${one.guid}`,
    at: publishedAt(one, publisher.visitAt),
    html: one.paragraphs.map((text) => `<p>${escapeXml(text)}</p>`).join(""),
  }));
  switch (source.format) {
    case "atom":
      return { type: "application/atom+xml", text: atom(source, rows, site) };
    case "json":
      return { type: "application/feed+json", text: json(source, rows, site) };
    default:
      return { type: "application/rss+xml; charset=utf-8", text: rss(source, rows, site, links(name, publisher.base)) };
  }
}

/** Some minutes before the visit that finds it: "tp-3" is twelve minutes old. */
function publishedAt({ guid, visit }, visitAt) {
  return new Date(visitAt[visit] - Number(guid.split("-")[1]) * 240_000);
}

/** What the feed says of its hub or its cloud. */
function links(name, base) {
  const { hub, cloud } = sources[name];
  const { hostname, port } = new URL(base);
  const hubLink = `<atom:link rel="hub" href="${base}/${hub}"/><atom:link rel="self" href="${base}/feeds/${name}"/>`;
  const cloudLink = `<cloud domain="${hostname}" port="${port}" path="/cloud" registerProcedure="" protocol="http-post"/>`;
  return `${hub === undefined ? "" : hubLink}${cloud ? cloudLink : ""}`;
}

function rss(source, rows, site, extra) {
  const items = rows.map(
    (row) =>
      `<item><title>${escapeXml(row.title)}</title><link>${row.url}</link>` +
      `<guid isPermaLink="false">${row.guid}</guid><pubDate>${row.at.toUTCString()}</pubDate>` +
      `<dc:creator>${escapeXml(source.name)} desk</dc:creator><category>${row.category}</category>` +
      `<enclosure url="${row.url}.jpg" type="image/jpeg" length="1200"/><description>${escapeXml(row.html)}</description></item>`,
  );
  const namespaces = 'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"';
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    `<rss version="2.0" ${namespaces}>` +
    `<channel><title>${escapeXml(source.name)}</title><link>${site}</link><description>${escapeXml(source.name)}</description>` +
    `<language>${source.language}</language><ttl>15</ttl>${extra}${items.join("")}</channel></rss>`
  );
}

function atom(source, rows, site) {
  const entries = rows.map(
    (row) =>
      `<entry><id>urn:x-invented:${row.guid}</id><title>${escapeXml(row.title)}</title><link href="${row.url}"/>` +
      `<published>${row.at.toISOString()}</published><updated>${row.at.toISOString()}</updated>` +
      `<category term="${row.category}"/><content type="html">${escapeXml(row.html)}</content></entry>`,
  );
  return (
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${source.language}"><id>${site}</id><title>${source.name}</title>` +
    `<author><name>${source.name}</name></author><link href="${site}"/><updated>${rows[0].at.toISOString()}</updated>` +
    `${entries.join("")}</feed>`
  );
}

function json(source, rows, site) {
  const items = rows.map((row) => ({
    id: row.guid,
    url: row.url,
    title: row.title,
    content_html: row.html,
    date_published: row.at.toISOString(),
    tags: [row.category],
    authors: [{ name: `${source.name} staff` }],
  }));
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: source.name,
    home_page_url: site,
    language: source.language,
    items,
  });
}

function escapeXml(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
