import type { Instant } from "../../../src/domain/time.ts";

/** An RSS 2.0 document with these items, each with a time and a title. `extra`: further elements of the channel. */
export function feedText(items: readonly (readonly [Instant, string])[], extra = ""): string {
  const rows = items.map(
    ([at, title]) =>
      `<item><guid isPermaLink="false">urn:${title.replaceAll(" ", "-")}</guid><title>${title}</title>` +
      `<pubDate>${new Date(at).toUTCString()}</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbour wire</title>${extra}
${rows.join("\n")}
</channel></rss>`;
}
