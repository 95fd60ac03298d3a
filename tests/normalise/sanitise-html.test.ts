import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainText } from "../../src/normalise/html/plain-text.ts";
import { pruneTags } from "../../src/normalise/html/prune-tags.ts";
import { sanitiseHtml } from "../../src/normalise/html/sanitise-html.ts";
import { expectLinear } from "../support/growth.ts";

const base = "https://wire.example/news/feed.xml";
const clean = (html: string): string => sanitiseHtml(html, base);

describe("sanitiseHtml()", () => {
  test.each([
    ["<p>One<p>Two", "<p>One</p><p>Two</p>"],
    ['<p style="x" class="y" id="z" onclick="q()">a</p>', "<p>a</p>"],
    ["a<script>alert(1)</script><style>p{}</style>b", "ab"],
    [
      '<a href="/x" target="_blank" onmouseover="q()">x</a>',
      '<a href="https://wire.example/x" rel="noopener noreferrer nofollow">x</a>',
    ],
    ['<a href="javascript:alert(1)">x</a>', "<a>x</a>"],
    ['<a href="java\nscript:alert(1)">x</a>', "<a>x</a>"],
    ['<a href="data:text/html,x">x</a>', "<a>x</a>"],
    [
      '<img src="p.jpg" srcset="q.jpg 2x" width="640" onerror="q()">',
      '<img src="https://wire.example/news/p.jpg" width="640" />',
    ],
    ['<img src="https://a.example/p.gif" width="1" height="1">text', "text"],
    ['<img src="https://feeds.feedburner.com/~r/wire/~4/x">text', "text"],
    ['<img src="https://ad.doubleclick.net/x">text', "text"],
    ['<img src="data:image/gif;base64,R0" data-src="/real.jpg">', '<img src="https://wire.example/real.jpg" />'],
    ["<img alt='no address'>text", "text"],
    [
      '<video src="/v.mp4" autoplay poster="/p.jpg"></video>',
      '<video src="https://wire.example/v.mp4" poster="https://wire.example/p.jpg" controls=""></video>',
    ],
    ["<iframe src='https://video.example/1'></iframe>after", "after"],
    ["<form><input value='x'><button>Go</button></form>", "Go"],
    ["<table><tr><td colspan='2'>a</table>", '<table><tr><td colspan="2">a</td></tr></table>'],
    ["<svg><script>1</script></svg><math><mi>x</mi></math>", "x"],
    ["3 < 5 & 7 > 2", "3 &lt; 5 &amp; 7 &gt; 2"],
    ["bell\u0007 and \ud800", "bell and"],
    ["", ""],
  ])("makes %j %j", (html, wanted) => {
    expect(clean(html)).toBe(wanted);
  });

  test("drops a relative address when its base is unknown", () => {
    expect(sanitiseHtml('<a href="/x">x</a>', null)).toBe("<a>x</a>");
  });

  test("leaves nothing that can run a script", () => {
    const attack = fc.constantFrom(
      "<svg onload=alert(1)>",
      "<img src=x onerror=alert(1)>",
      "<a href='&#106;avascript:alert(1)'>x</a>",
      "<math><mtext><style><img src=x onerror=alert(1)></style>",
      "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
      "<iframe srcdoc='<script>1</script>'>",
      "<textarea><script>",
      "</textarea>",
      "<xmp><script>alert(1)</script></xmp>",
      "<!--><script>",
      "<p",
      "'",
      '"',
      ">",
      "<b>",
      "</b>",
      "<template>",
    );
    fc.assert(
      fc.property(fc.array(attack, { maxLength: 10 }), (parts) => {
        const html = clean(parts.join(""));
        const tags = html.match(/<[^>]*>/g) ?? [];
        expect(
          tags.filter((tag) => /<(script|style|iframe|svg|math|xmp|textarea|noscript|template)/i.test(tag)),
        ).toEqual([]);
        expect(tags.filter((tag) => /\son|javascript:|srcdoc/i.test(tag.replace(/="[^"]*"/g, "")))).toEqual([]);
      }),
    );
  });

  test("changes nothing when it sanitises again, and changes no word", () => {
    const piece = fc.constantFrom(
      "<p>",
      "</p>",
      "<b>",
      "</b>",
      "<div>",
      "</div>",
      "<a href='/x?a=1&b=2'>",
      "</a>",
      "<ul><li>",
      "</ul>",
      "<br>",
      "<blockquote>",
      "</blockquote>",
      "word ",
      "caf&eacute; ",
      "&amp;lt; ",
      "<img src='/p.jpg' alt='a>b'>",
      "<table><tr><td>",
      "</table>",
      "<custom>",
      "</custom>",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
        const once = clean(parts.join(""));
        expect(clean(once)).toBe(once);
        const words = (html: string): string => plainText(html).replace(/\s+/g, " ");
        expect(words(once)).toBe(words(parts.join("")));
      }),
    );
  });

  test("keeps the text in 100,000 nested elements", () => {
    expect(plainText(clean(`${"<div>".repeat(100_000)}deep`))).toBe("deep");
    expect(plainText(clean(`${"<b><i>".repeat(50_000)}deep${"</i></b>".repeat(50_000)} after`))).toBe("deep after");
    expect(plainText(clean(`${"<custom>".repeat(100_000)}deep`))).toBe("deep");
  });

  test.each([
    ["tracking pixels", (size: number) => "<img width=1 src=/p.gif>x".repeat(size / 4)],
    ["end tags", (size: number) => "</div>".repeat(size)],
    ["broken tags", (size: number) => "<p".repeat(size)],
    ["attributes", (size: number) => `<a ${"x=1 ".repeat(size)}>`],
    ["open paragraphs", (size: number) => "<p>x".repeat(size)],
  ])("cleans a flood of %s in linear time", (_name, make) => {
    expectLinear((size) => clean(make(size)), 20_000);
  });
});

describe("pruneTags()", () => {
  const kept = new Set(["p", "li", "b", "i"]);

  test("removes tags that are not allowed, whatever they contain", () => {
    expect(pruneTags("a<u title='>'>b</u><b c='d'>e</ b ></p><br/>", kept)).toBe("ab<b c='d'>e</ b ></p>");
  });

  test("leaves long but shallow text alone", () => {
    const long = "<p>one<li>two</li>".repeat(1000);
    expect(pruneTags(long, kept)).toBe(long);
  });

  test("removes tags that are nested too deeply, with their end tags, and no text", () => {
    const deep = `${"<b>".repeat(300)}x${"</b>".repeat(300)}<i>y</i>`;
    expect(pruneTags(deep, kept)).toBe(`${"<b>".repeat(256)}x${"</b>".repeat(256)}<i>y</i>`);
  });
});
