/**
 * Feeds of our own making, one for each dialect: file-like name to text. All have three items, "one", "two" and
 * "three".
 */
export const feedExamples: Readonly<Record<string, string>> = {
  "rss2.xml": `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Quay Street Wire</title><link>https://quay.example/</link><description>News from the water &amp; the docks</description>
<item><title>Ferry talks resume &amp;amp; strike is off, says one</title><link>https://quay.example/one?a=1&amp;b=2</link><guid isPermaLink="false">one</guid><pubDate>Sat, 21 Nov 2026 08:30:00 GMT</pubDate><dc:creator>Ada Quay</dc:creator><category>Ports</category><description>&lt;p&gt;Talks were &lt;b&gt;long&lt;/b&gt; &amp;amp; loud.&lt;/p&gt;</description><content:encoded><![CDATA[<p>The whole of <em>one</em>, 3 &lt; 4.</p><p>And more.</p>]]></content:encoded><media:content url="https://quay.example/one.jpg" type="image/jpeg" medium="image" width="640"><media:credit>Ben Dock</media:credit></media:content></item>
<item><title>Port of two</title><link>https://quay.example/two</link><guid isPermaLink="true">https://quay.example/two</guid><pubDate>Sat, 21 Nov 2026 09:00:00 +0100</pubDate><description>Plain text only, no markup here.</description><comments>https://quay.example/two#c</comments></item>
<item><title>Three tugs</title><link>https://quay.example/three</link><guid isPermaLink="false">three</guid><pubDate>Fri, 20 Nov 2026 23:59:59 EST</pubDate><description>Tugs, three of them.</description><source url="https://agency.example/feed">Agency</source></item>
</channel></rss>`,
  "rdf.xml": `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://quay.example/"><title>Quay</title><link>https://quay.example/</link><description>d</description><items><rdf:Seq><rdf:li rdf:resource="https://quay.example/one"/></rdf:Seq></items></channel>
<item rdf:about="https://quay.example/one"><title>Story one</title><link>https://quay.example/one</link><dc:date>2026-11-21T08:30:00Z</dc:date><description>Text of one</description></item>
<item rdf:about="https://quay.example/two"><title>Story two</title><link>https://quay.example/two</link><dc:date>2026-11-21T09:30:00Z</dc:date><description>Text of two</description></item>
<item rdf:about="https://quay.example/three"><title>Story three</title><link>https://quay.example/three</link><dc:date>2026-11-21T10:30:00Z</dc:date><description>Text of three</description></item>
</rdf:RDF>`,
  "atom.xml": `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Quay</title><id>urn:q</id><updated>2026-11-21T08:30:00Z</updated><link href="https://quay.example/"/><link rel="self" href="https://quay.example/atom"/><author><name>The Desk</name><email>desk@quay.example</email></author>
<entry><id>urn:one</id><title type="html">Story &lt;i&gt;one&lt;/i&gt;</title><link href="https://quay.example/one"/><updated>2026-11-21T08:30:00Z</updated><published>2026-11-21T08:00:00Z</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text <b>of</b> one &amp; all</p></div></content></entry>
<entry><id>urn:two</id><title>Story two</title><link href="https://quay.example/two"/><updated>2026-11-21T09:30:00Z</updated><summary>Text of two, 1 &lt; 2</summary></entry>
<entry><id>urn:three</id><title>Story three</title><link href="https://quay.example/three"/><updated>2026-11-21T10:30:00Z</updated><content type="html">&lt;p&gt;Text of three&lt;/p&gt;</content></entry></feed>`,
  "atom03.xml": `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Quay</title>
<entry><id>urn:one</id><title mode="escaped">One &amp;amp; only</title><link rel="alternate" type="text/html" href="/one"/><issued>2026-11-21T08:30:00Z</issued><modified>2026-11-21T08:40:00Z</modified><content type="text/html" mode="escaped">&lt;p&gt;one&lt;/p&gt;</content></entry>
<entry><id>urn:two</id><title>two</title><link rel="alternate" type="text/html" href="/two"/><issued>2026-11-21T08:30:00Z</issued><content mode="base64" type="text/html">PHA+dHdvPC9wPg==</content></entry>
<entry><id>urn:three</id><title>three</title><link rel="alternate" type="text/html" href="/three"/><issued>2026-11-21T08:30:00Z</issued><content type="text/html" mode="xml"><p>three</p></content></entry></feed>`,
  "rss11.xml": `<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="https://quay.example/rss11"><title>Quay</title><link>https://quay.example/</link><description>d</description><items rdf:parseType="Collection">
<item rdf:about="https://quay.example/one"><title>one</title><link>https://quay.example/one</link></item><item rdf:about="https://quay.example/two"><title>two</title><link>https://quay.example/two</link></item><item rdf:about="https://quay.example/three"><title>three</title><link>https://quay.example/three</link></item></items></Channel>`,
  "cdf.xml": `<?XML VERSION="1.0"?><CHANNEL HREF="https://quay.example/"><TITLE>Quay</TITLE><ITEM HREF="https://quay.example/one" LASTMOD="2026-11-21T08:30"><TITLE>one</TITLE><ABSTRACT>Text of one</ABSTRACT></ITEM><ITEM HREF="https://quay.example/two"><TITLE>two</TITLE></ITEM><ITEM HREF="https://quay.example/three"><TITLE>three</TITLE></ITEM></CHANNEL>`,
  "feed.json": `{"version":"https://jsonfeed.org/version/1.1","title":"Quay","home_page_url":"https://quay.example/","items":[
{"id":"one","url":"https://quay.example/one","title":"one","content_html":"<p>one</p>","date_published":"2026-11-21T08:30:00Z","tags":["Ports"],"attachments":[{"url":"one.mp3","mime_type":"audio/mpeg","size_in_bytes":12}]},
{"id":"two","url":"https://quay.example/two","title":"two & < a half","content_text":"1 < 2"},{"id":"three","external_url":"https://quay.example/three","title":"three","authors":[{"name":"Ada"}]}]}`,
};
