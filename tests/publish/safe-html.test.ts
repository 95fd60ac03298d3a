import { expect, test } from "vitest";
import { safeHtml } from "../../src/publish/safe-html.ts";
import { expectLinear } from "../support/growth.ts";

test.each([
  [
    "keeps what a reader may show",
    "<p>One <b>two</b> <a href='https://a.example/?x=1&y=2'>three</a></p>",
    '<p>One <b>two</b> <a href="https://a.example/?x=1&amp;y=2">three</a></p>',
  ],
  ["drops scripts with their text", "a<script>alert('</p>')</script>b", "ab"],
  ["drops unknown elements and keeps their text", "<blink>a</blink><center>b</center>", "ab"],
  ["drops handlers, styles, ids and classes", "<p onclick=x style=x id=x class=x dir=rtl>a</p>", '<p dir="rtl">a</p>'],
  [
    "drops addresses that are not absolute http(s)",
    "<a href='javascript:x'>a</a><img src='/b.png' alt=b>",
    '<a>a</a><img alt="b">',
  ],
  ["keeps mail links", "<a href='mailto:desk@a.example'>a</a>", '<a href="mailto:desk@a.example">a</a>'],
  ["closes what is open", "<ul><li>a<li>b", "<ul><li>a</li><li>b</li></ul>"],
  ["untangles crossed elements", "<b><i>a</b>b</i>", "<b><i>a</i></b>b"],
  [
    "puts no link into a link",
    "<a href='https://a.example/'>a<a href='https://b.example/'>b</a></a>",
    '<a href="https://a.example/">ab</a>',
  ],
  [
    "drops parts of a table that have none around them",
    "<td>a</td><table><tr><td>b</td></tr></table>",
    "a<table><tr><td>b</td></tr></table>",
  ],
  [
    "makes a link of a player",
    "<video src='https://a.example/v.mp4' controls>none</video>",
    '<a href="https://a.example/v.mp4">▶ video</a> none',
  ],
  ["drops forms and frames", "<form><input value=a>b</form><iframe src='https://a.example/'>c</iframe>", "b"],
  ["escapes text once", "a &lt;b&gt; &amp;amp; < c", "a &lt;b&gt; &amp;amp; &lt; c"],
  ["drops comments and processing instructions", "a<!-- b --><?php c ?>d", "ad"],
])("safeHtml() %s", (_name, html, safe) => {
  expect(safeHtml(html)).toBe(safe);
});

test("safeHtml() refuses nesting that would cost depth squared, and does so in linear time", () => {
  expectLinear((size) => expect(safeHtml("<div>".repeat(size))).toBeNull(), 50_000);
  expect(safeHtml(`${"<div>".repeat(250)}deep`)).toContain("deep");
});

test("safeHtml() is linear in the length of a flat text", () => {
  expectLinear((size) => expect(safeHtml("<p>x<br>&amp;</p>".repeat(size))?.length).toBeGreaterThan(15 * size), 10_000);
});
