import fc from "fast-check";
import { Parser } from "htmlparser2";
import { parseFragment, serialize } from "parse5";
import { describe, expect, test } from "vitest";
import { safeHtml } from "../../src/publish/safe-html.ts";
import { runsOf } from "../support/runs-of.ts";
import { everyDocument } from "./any-feed.ts";

/**
 * The rules of the W3C feed validation service for HTML in feeds. The service parses it strictly and expects it to be
 * safe.
 */
const pieces = fc.oneof(
  fc.constantFrom(
    ..."b i em p div span ul ol li dl dt dd table tr td th tbody thead tfoot caption colgroup h1 h2 pre blockquote figure ruby rt rp small details summary section font center nobr"
      .split(" ")
      .flatMap((name) => [`<${name}>`, `<${name}>`, `</${name}>`]),
  ),
  fc.constantFrom(
    '<a href="https://a.example/">',
    "</a>",
    "<br>",
    "<hr>",
    "<col>",
    '<img src="https://a.example/b.png">',
  ),
  fc.constantFrom("text", " ", "\n", "&amp;", "<!-- no -->", "<script>x</script>", '<video src="https://a.example/v">'),
);
const anyTags = fc.array(pieces, { maxLength: 16 }).map((tags) => tags.join(""));

describe("NotHtml: an HTML parser reads the tree as written and corrects nothing", () => {
  test("in any text", () => {
    fc.assert(
      fc.property(anyTags, (html) => {
        const safe = safeHtml(html) ?? "";
        expect(tagsOf(serialize(parseFragment(safe)))).toEqual(tagsOf(safe));
      }),
      { numRuns: runsOf(2_000) },
    );
  });

  test.each([
    [
      "a block ends a paragraph, and what was open in it goes on",
      "<p>a <b>b<div>c</div></b>",
      "<p>a <b>b</b></p><b><div>c</div></b>",
    ],
    [
      "a link around a block goes on around it",
      '<p><a href="https://a.example/">a<h2>b</h2></a>',
      '<p><a href="https://a.example/">a</a></p><a href="https://a.example/"><h2>b</h2></a>',
    ],
    ["a list item ends the one before it", "<ul><li><b>a<li>b</ul>", "<ul><li><b>a</b></li><li>b</li></ul>"],
    ["a list in an item is its own", "<ul><li>a<ul><li>b</ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"],
    [
      "a cell without a row gets one",
      "<table><tbody><td>a</table>",
      "<table><tbody><tr><td>a</td></tr></tbody></table>",
    ],
    [
      "text in a table stands in a cell",
      "<table>a<tr><td>b</table>",
      "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
    ],
    [
      "a row in a cell is the next row",
      "<table><tr><td>a<p>b<tr><td>c</table>",
      "<table><tr><td>a<p>b</p></td></tr><tr><td>c</td></tr></table>",
    ],
    ["a heading ends a heading", "<h1>a<h2>b</h2></h1>", "<h1>a</h1><h2>b</h2>"],
  ])("%s", (_name, html, safe) => {
    expect(safeHtml(html)).toBe(safe);
  });
});

describe.each(["rss", "atom"] as const)("HTML in %s", (format) => {
  test("SecurityRisk, SecurityRiskAttr, DangerousStyleAttr, ContainsRelRef", () => {
    everyDocument(format, (text) => {
      for (const html of cdataOf(text)) for (const fault of faultsOf(html)) expect(fault).toBe("none");
    });
  });

  test("NotHtml: every text is one tree", () => {
    everyDocument(format, (text) => {
      for (const html of cdataOf(text)) expect(tagsOf(serialize(parseFragment(html)))).toEqual(tagsOf(html));
    });
  });
});

/** Start and end tags in order. A tbody may be left out: the parser adds it and reports no error. */
function tagsOf(html: string): string[] {
  return (html.match(/<\/?[a-z][a-z0-9]*/g) ?? []).filter((tag) => !/^<\/?(tbody|colgroup)$/.test(tag));
}

function cdataOf(xml: string): string[] {
  return [...xml.matchAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g)].map(([, html = ""]) => html);
}

const dangerous =
  "script style iframe object embed meta link svg math form input base applet frame title param template".split(" ");

function faultsOf(html: string): string[] {
  const faults: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (dangerous.includes(name)) faults.push(name);
      for (const [key, value] of Object.entries(attributes)) {
        if (/^on|^style$/.test(key)) faults.push(key);
        if (["href", "src", "cite"].includes(key) && !/^(https?:\/\/|mailto:)/.test(value)) faults.push(value);
      }
    },
  });
  parser.end(html);
  return faults;
}
