// Feed documents as newsrooms serve them, made from a seed: RSS 2.0 and Atom, bodies in CDATA or escaped, some damaged.

/** @returns {Uint8Array[]} 60 documents of 10 to 60 items. */
export function syntheticFeeds() {
  const random = seeded(2026);
  return Array.from({ length: 60 }, (_, index) =>
    new TextEncoder().encode(index % 3 === 2 ? atom(random) : rss(random)),
  );
}

function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const words =
  "harbour minister talks strike vote storm budget ferry court border rail price miners élection Zürich Øresund".split(
    " ",
  );

const sentence = (random, length) => Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(" ");

function html(random) {
  const paragraphs = 2 + Math.floor(random() * 8);
  return Array.from({ length: paragraphs }, (_, index) =>
    index % 4 === 1
      ? `<p><img src="/pic-${index}.jpg" alt="a picture"/> <a href="/more?x=1&amp;y=2">${sentence(random, 4)}</a></p>`
      : `<p>${sentence(random, 40)} &amp; <em>${sentence(random, 3)}</em>.</p>`,
  ).join("\n");
}

const escapeXml = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function rss(random) {
  const items = Array.from({ length: 10 + Math.floor(random() * 50) }, (_, index) => {
    const body = html(random);
    return `<item><title>${sentence(random, 8)} &#8211; ${index}</title><link>https://news.example/${index}</link>
<guid isPermaLink="false">n-${index}</guid><pubDate>Sat, 21 Nov 2026 0${index % 10}:30:00 +0100</pubDate><dc:creator>${sentence(random, 2)}</dc:creator>
<category>${sentence(random, 1)}</category><description>${escapeXml(`<p>${sentence(random, 30)}</p>`)}</description>
<content:encoded><![CDATA[${body}]]></content:encoded>
<media:content url="https://news.example/${index}.jpg" medium="image" width="800" height="450"/></item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>${sentence(random, 3)}</title><link>https://news.example/</link><description>x</description>${items.join("\n")}</channel></rss>`;
}

function atom(random) {
  const entries = Array.from({ length: 10 + Math.floor(random() * 50) }, (_, index) => {
    const date = `2026-11-21T0${index % 10}:30:00Z`;
    return `<entry><id>tag:news.example,2026:${index}</id><title>${sentence(random, 8)}</title><link href="https://news.example/${index}"/>
<published>${date}</published><updated>${date}</updated><author><name>${sentence(random, 2)}</name></author>
<content type="html">${escapeXml(html(random))}</content></entry>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>${sentence(random, 3)}</title>
<id>urn:x</id><updated>2026-11-21T08:30:00Z</updated>${entries.join("\n")}</feed>`;
}
