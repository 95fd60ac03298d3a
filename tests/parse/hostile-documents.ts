/** Documents that attack a feed reader, by name. Each is made when it is used; the largest has 50 MB. */
export const hostileDocuments: Readonly<Record<string, () => string>> = {
  "billion laughs": () => {
    const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
    return `<!DOCTYPE rss [<!ENTITY l0 "ha">${levels}]>${around(item("&l9;&l9;&l9;"))}`;
  },
  "quadratic entities": () =>
    `<!DOCTYPE rss [<!ENTITY a "${"a".repeat(100_000)}">]>${around(item("&a;".repeat(100_000)))}`,
  "entities within the limits, many times": () =>
    `<!DOCTYPE rss [<!ENTITY a "${"a".repeat(200)}">]>${around(item("&a;".repeat(500_000)))}`,
  "external entities": () =>
    `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]>${around(item("&x;"))}`,
  "a DOCTYPE that never ends": () => `<!DOCTYPE rss [${'<!ENTITY a "b" '.repeat(130_000)}`,
  "100,000 deep in a known element": () => around(`<item>${"<description>".repeat(100_000)}x</item>`),
  "100,000 deep in items": () => around("<item>".repeat(100_000)),
  "100,000 deep in channels": () => `<rss version="2.0">${"<channel>".repeat(100_000)}${item("x")}`,
  "100,000 deep in an unknown element": () =>
    around(`<item><x>${"<y>".repeat(100_000)}</x><title>after</title></item>`),
  "100,000 deep in HTML": () =>
    around(`<item><description>${"<div>".repeat(100_000)}x${"</div>".repeat(100_000)}</description></item>`),
  "100,000 deep in escaped HTML": () => around(item(`<![CDATA[${"<div>".repeat(100_000)}]]>`)),
  "100,000 deep in xhtml": () =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">${"<div>".repeat(100_000)}</content></entry></feed>`,
  "100,000 end tags": () => around(item(`x${"</b></i>".repeat(50_000)}`)),
  "100,000 attributes": () => around(`<item ${attributes(100_000)}><title ${attributes(100_000)}>x</title></item>`),
  "50,000 namespaces": () =>
    `<rss version="2.0" ${Array.from({ length: 50_000 }, (_, n) => `xmlns:n${n}="urn:${n}"`).join(" ")}><channel>${item("x")}</channel></rss>`,
  "50,000 nested namespaces": () =>
    around(`<item>${Array.from({ length: 50_000 }, (_, n) => `<n${n}:x xmlns:n${n}="urn:${n}">`).join("")}</item>`),
  "a flood of <": () => around(item("<".repeat(2_000_000))),
  "a flood of &": () => around(item("&".repeat(2_000_000))),
  "a flood of &amp": () => around(item("&amp".repeat(500_000))),
  "a flood of &#": () => around(item("&#".repeat(1_000_000))),
  "a flood of x<p": () => around(item("x<p".repeat(700_000))),
  "a flood of escaped x<p": () => around(item("x&lt;p".repeat(350_000))),
  "a flood of x<p in CDATA": () => around(item(`<![CDATA[${"x<p ".repeat(500_000)}]]>`)),
  "a flood of x<p in a title": () => around(`<item><title><![CDATA[${"x<p ".repeat(500_000)}</p>]]></title></item>`),
  "a flood of unclosed CDATA": () => around(item("<![CDATA[".repeat(220_000))),
  "a flood of CDATA with end tags": () => around("<item><title><![CDATA[a</title></item>".repeat(50_000)),
  "a flood of unclosed comments": () => around(item("<!--".repeat(500_000))),
  "a flood of unclosed quotes": () => around(item('<a href="'.repeat(220_000))),
  "a flood of quotes and ends": () => around(item('<a href="x>'.repeat(180_000))),
  "a flood of <a <a": () => around(item("<a ".repeat(660_000))),
  "a flood of <!": () => around(item("<!".repeat(1_000_000))),
  "a flood of <?": () => around(item("<?".repeat(1_000_000))),
  "a flood of </": () => around(item("</".repeat(1_000_000))),
  "a flood of ]]>": () => around(item("]]>".repeat(600_000))),
  "an endless attribute": () => around(`<item><title x="${"a".repeat(2_000_000)}`),
  "an endless tag name": () => around(`<item><${"a".repeat(2_000_000)}`),
  "white space": () => around(`<item><title>${" ".repeat(1_000_000)}x${" \t".repeat(500_000)}</title></item>`),
  "a date of two megabytes": () => around(`<item><pubDate>${"Mon, 1 ".repeat(300_000)}</pubDate></item>`),
  "an address of two megabytes": () => around(`<item><link>http://${"a.".repeat(1_000_000)}</link></item>`),
  "a person of two megabytes": () => around(`<item><author>${"a@(b ".repeat(400_000)}</author></item>`),
  "prototype names": () =>
    around(
      `<item __proto__="x" constructor="y"><__proto__><polluted>yes</polluted></__proto__><constructor><prototype>z</prototype></constructor>
       <media:content __proto__="1" url="/a"/><category>__proto__</category><title>__proto__</title><guid>constructor</guid></item>
       <__proto__ polluted="yes"/><prototype/>`,
    ),
  "prototype names in JSON": () =>
    `{"version":"https://jsonfeed.org/version/1.1","__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},
      "items":[{"id":"1","__proto__":{"polluted":"yes","title":"t"},"tags":["__proto__"],"author":{"__proto__":{"name":"x"}}}]}`,
  "deep JSON": () =>
    `{"version":"https://jsonfeed.org/version/1","items":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  "NUL bytes": () => around(item("\0".repeat(1_000_000))),
  "lone surrogates": () =>
    JSON.stringify({ version: "https://jsonfeed.org/version/1", items: [{ id: "1", title: "a\ud800b\udfffc" }] }) +
    "\u0000",
  "references to surrogates and controls": () =>
    around(item("&#xD800;&#xDFFF;&#0;&#1;&#x1F;&#xFFFE;&#xFFFFFFFF;&#99999999;")),
  "500,000 empty items": () => around("<item/>".repeat(500_000)),
  "500,000 categories": () => around(`<item>${"<category>a</category>".repeat(100_000)}</item>`),
  "100,000 different categories": () =>
    around(`<item>${Array.from({ length: 100_000 }, (_, n) => `<category>${n}</category>`).join("")}</item>`),
  "100,000 authors": () =>
    around(`<item>${Array.from({ length: 100_000 }, (_, n) => `<dc:creator>${n}</dc:creator>`).join("")}</item>`),
  "100,000 enclosures": () =>
    around(`<item>${Array.from({ length: 100_000 }, (_, n) => `<enclosure url="/${n}"/>`).join("")}</item>`),
  "a 50 MB feed": () => around(item("word ".repeat(5000)).repeat(2000)),
};

function around(items: string): string {
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>${items}</channel></rss>`;
}

function item(description: string): string {
  return `<item><guid>1</guid><title>Story</title><description>${description}</description></item>`;
}

function attributes(count: number): string {
  return Array.from({ length: count }, (_, n) => `a${n}="${n}"`).join(" ");
}
