import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bareText, plainText } from "../../src/normalise/html/plain-text.ts";
import { expectLinear } from "../support/growth.ts";

describe("plainText()", () => {
  test.each([
    ["<p>One</p><p>Two</p>", "One\n\nTwo"],
    ["One<br>Two<br/>Three", "One\nTwo\nThree"],
    ["  a <b>bold</b>\n word ", "a bold word"],
    ["un<i>belie</i>vable", "unbelievable"],
    ["AT&amp;T &lt;b&gt; caf&eacute; &#8220;x&#8221;", "AT&T <b> café “x”"],
    ["&amp;amp;", "&amp;"],
    ["a<script>var x = '<p>';</script><style>p{}</style>b", "ab"],
    ["Lead<script src='x.js'/> body", "Lead body"],
    ["<div>Profit fell 3 < 5 and 7 > 2</div>", "Profit fell 3 < 5 and 7 > 2"],
    ["<![CDATA[<p>Wrapped twice</p>]]>", "Wrapped twice"],
    ["<ul><li>One<li>Two</ul>After", "One\nTwo\n\nAfter"],
    ["<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"],
    ["e<b>\u0301</b>", "é"],
    ["bell\u0007, half \ud83d pair, \u0000nul", "bell, half pair, nul"],
    ["<!-- hidden -->seen", "seen"],
    ["<iframe src='https://video.example/1'/>After the frame", "After the frame"],
    ["<slide><title>Slide &amp; title</title> caption</slide>", "Slide & title caption"],
    ["", ""],
  ])("reads %j as %j", (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  test("reads 100,000 nested elements", () => {
    expect(plainText(`${"<div>".repeat(100_000)}deep`)).toBe("deep");
    expect(plainText(`${"<b><i>".repeat(50_000)}deep`)).toBe("deep");
  });

  test.each(["<div>", "<p<", "<!--", "&", "<script ", "<![CDATA["])("reads a flood of %s in linear time", (piece) => {
    expectLinear((size) => plainText(piece.repeat(size)), 50_000);
  });

  test("never throws, and leaves no control characters and no surplus white space", () => {
    const html = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            "<p>",
            "</p>",
            "<br>",
            "<script>",
            "</script>",
            "&nbsp;",
            "&#0;",
            "&#xD800;",
            " x ",
            "<",
            ">",
            "<li",
            "\u0085",
            "\ud800",
          ),
        )
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(html, (input) => {
        const text = plainText(input);
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}]/u);
        expect(text).not.toMatch(/ {2}|\n{3}|^\s|\s$| \n|\n /);
        expect(text.normalize("NFC")).toBe(text);
      }),
    );
  });
});

describe("bareText()", () => {
  test.each([
    ["<p>One</p><p>Two<br>Three</p>", "OneTwoThree"],
    ["<p>One</p>\n<p>Two &amp;amp;</p>", "One Two &amp;"],
    ["a<script>b</script>", "a"],
  ])("reads %j as %j", (html, text) => {
    expect(bareText(html)).toBe(text);
  });
});

describe("drops a picture of several megabytes that is embedded in the text", () => {
  const data = `data:image/png;base64,${"A".repeat(3_000_000)}`;
  test.each([
    ["in double quotes", `<img src="${data}">`],
    ["in single quotes", `<img src='${data}'>`],
    ["without quotes", `<img src=${data}>`],
    ["in a style", `<span style="background: url(${data})"></span>`],
    ["in a set of sources", `<img srcset="${data} 2x" src="https://pier.example/p.png">`],
  ])("%s costs no word behind it", (_, picture) => {
    expect(plainText(`<p>Before</p>${picture}<p>After the picture</p>`)).toBe("Before\n\nAfter the picture");
  });
});
