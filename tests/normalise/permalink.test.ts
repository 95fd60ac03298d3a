import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guidKey, urlKey } from "../../src/normalise/identity/fold-url.ts";
import { permalink } from "../../src/normalise/identity/permalink.ts";
import { expectLinear } from "../support/growth.ts";

describe("permalink()", () => {
  test.each([
    ["https://a.example/x?utm_source=rss&id=3&utm_medium=feed", "https://a.example/x?id=3"],
    ["https://a.example/x?fbclid=1&GCLID=2", "https://a.example/x"],
    ["https://www.bbc.co.uk/news/1?at_medium=RSS&at_campaign=KARANGA", "https://www.bbc.co.uk/news/1"],
    ["https://www.dw.com/en/a-1?maca=en-rss-en-all-1573-rdf", "https://www.dw.com/en/a-1"],
    ["https://a.example/x?ref=rss", "https://a.example/x"],
    ["https://a.example/x?ref=main&from=2020", "https://a.example/x?ref=main&from=2020"],
    ["https://shop.example/x?mod=5&reflink=7", "https://shop.example/x?mod=5&reflink=7"],
    ["https://www.wsj.com/x?mod=5&reflink=7", "https://www.wsj.com/x"],
    ["https://a.example/x?b=2&a=1&&c", "https://a.example/x?b=2&a=1&c"],
    ["https://a.example/x?", "https://a.example/x"],
    ["https://a.example/x#xtor=RSS-3208", "https://a.example/x"],
    ["https://a.example/x#comments", "https://a.example/x"],
    ["https://a.example/x#:~:text=ferry", "https://a.example/x"],
    ["https://a.example/live#post-17", "https://a.example/live#post-17"],
    ["https://a.example/#!/story/9", "https://a.example/#!/story/9"],
    ["/news/5", "https://base.example/news/5"],
    ["//a.example/x", "https://a.example/x"],
    [" https://user:word@a.example/x \n", "https://a.example/x"],
    // addresses inside redirect addresses
    ["https://www.google.com/url?rct=j&sa=t&url=https://a.example/x/1&ct=ga&usg=A", "https://a.example/x/1"],
    ["https://www.google.co.uk/url?q=https%3A%2F%2Fa.example%2Fx%3Fid%3D3%26b%3D1", "https://a.example/x?id=3&b=1"],
    ["https://news.google.com/news/url?sa=t&fd=R&url=http://a.example/x", "http://a.example/x"],
    ["https://www.google.com/amp/s/a.example/x/amp/", "https://a.example/x/amp/"],
    ["https://news.google.com/rss/articles/CBMiFWh0dHBzOi8vYS5leGFtcGxlL3gvMdIBAA?oc=5", "https://a.example/x/1"],
    [
      "https://news.google.com/rss/articles/CBMiQUFVX3lxTE5PcGFxdWVPcGFxdWU?oc=5",
      "https://news.google.com/rss/articles/CBMiQUFVX3lxTE5PcGFxdWVPcGFxdWU",
    ],
    ["http://www.bing.com/news/apiclick.aspx?ref=Fex&url=https%3a%2f%2fa.example%2fx%2f1&c=1", "https://a.example/x/1"],
    ["https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9hLmV4YW1wbGUveC8x&ntb=1", "https://a.example/x/1"],
    ["https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fx%3Ffbclid%3D1&h=AT", "https://a.example/x"],
    ["https://a-example.cdn.ampproject.org/c/s/a.example/x/1?id=2", "https://a.example/x/1?id=2"],
    ["https://a-example.cdn.ampproject.org/v/a.example/x/1", "http://a.example/x/1"],
    ["https://yandex.ru/turbo/a.example/s/x/1", "https://a.example/x/1"],
    ["https://yandex.ru/turbo?text=https%3A%2F%2Fa.example%2Fx", "https://a.example/x"],
    ["https://vk.com/away.php?to=https%3A%2F%2Fa.example%2Fx", "https://a.example/x"],
    ["https://eu1.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx&data=1", "https://a.example/x"],
    ["https://urldefense.com/v3/__https://a.example/x__;!!K", "https://a.example/x"],
    ["https://disq.us/url?url=https%3A%2F%2Fa.example%2Fx%3AAbCdEfGhIjKlMnOpQrStU&cuid=1", "https://a.example/x"],
    [
      "https://www.google.com/url?url=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fa.example%252Fx",
      "https://a.example/x",
    ],
    ["https://www.google.com/url?url=javascript:alert(1)", "https://www.google.com/url?url=javascript:alert(1)"],
    ["https://share.example/post?url=https://a.example/x", "https://share.example/post?url=https://a.example/x"],
    // alternative views and session ids
    ["https://a.example/news/bridge-closes-10234.amp", "https://a.example/news/bridge-closes-10234"],
    ["https://a.example/news/bridge-closes.amp.html?id=1", "https://a.example/news/bridge-closes.html?id=1"],
    ["https://a.example/gear/x.amp", "https://a.example/gear/x.amp"],
    ["https://a.example/news/x;jsessionid=0AF3.node1?id=1", "https://a.example/news/x?id=1"],
    ["javascript:alert(1)", null],
    ["mailto:desk@a.example", null],
    ["data:text/html,x", null],
    ["https://", null],
    ["", null],
    [`https://a.example/${"x".repeat(5000)}`, null],
  ])("makes %j %j", (url, wanted) => {
    expect(permalink(url, "https://base.example/feed.xml")).toBe(wanted);
  });

  test("does not change a result of its own, and neither do the keys", () => {
    const part = fc.constantFrom(
      "/a",
      "/A",
      "//",
      "/index.html",
      "?",
      "&",
      "utm_source=x",
      "id=1",
      "amp=1",
      "#",
      "post-1",
      "%7e",
      "%C3%A9",
      "é",
      "/amp",
      "=",
      "www.",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl({ withQueryParameters: true, withFragments: true }),
          fc.array(part).map((parts) => `https://www.a.example/${parts.join("")}`),
        ),
        (url) => {
          const once = permalink(url, null);
          if (once === null) return;
          expect(permalink(once, null)).toBe(once);
          expect(urlKey(once)).toBe(urlKey(url));
          expect(guidKey(once)).toBe(guidKey(url));
          const key = urlKey(url);
          if (key !== null && !url.includes("/.")) expect(urlKey(`https://${key}`)).toBe(key);
        },
      ),
    );
  });

  test("reads a query of very many parameters in linear time", () => {
    expectLinear((size) => permalink(`https://a.example/?${"utm_a=1&".repeat(size)}`, null), 50_000);
    expectLinear((size) => {
      for (let i = 0; i < 100; i += 1) permalink(`https://a.example/?${"utm_a=1&".repeat(size)}`, null);
    }, 200);
  });
});

describe("urlKey()", () => {
  test.each([
    ["https://www.a.example/news/1/", "http://a.example/news/1"],
    ["https://m.a.example/news/1", "https://www.a.example/news/1"],
    ["https://a.example:443/news/1/index.html", "https://a.example/news/1"],
    ["https://a.example/news/1?b=2&a=1", "https://a.example/news/1?a=1&b=2&utm_source=x"],
    ["https://a.example/%7Euser/caf%c3%a9", "https://a.example/~user/café"],
    ["https://a.example/news/story/amp", "https://a.example/news/story?amp=1"],
    ["https://A.EXAMPLE./news//1", "https://a.example/news/1"],
  ])("folds %s and %s into one", (a, b) => {
    expect(urlKey(a)).not.toBeNull();
    expect(urlKey(a)).toBe(urlKey(b));
  });

  test.each([
    ["https://a.example/news/1", "https://a.example/news/2"],
    ["https://a.example/?p=1", "https://a.example/?p=2"],
    ["https://a.example/News/aB", "https://a.example/News/ab"],
    ["https://a.example/live#post-1", "https://a.example/live#post-2"],
    ["https://a.example/news/1", "https://b.example/news/1"],
    ["https://sport.a.example/news/1", "https://a.example/news/1"],
    ["https://a.example:8080/news/1", "https://a.example/news/1"],
    ["https://a.example/x?page=1", "https://a.example/x"],
    ["https://a.example/x%2Fy", "https://a.example/x/y"],
  ])("never makes %s and %s one", (a, b) => {
    expect(urlKey(a)).not.toBe(urlKey(b));
  });

  test("gives a home page no key, because it is not the address of an article", () => {
    expect(
      ["https://a.example", "https://a.example/?utm_source=rss", "https://www.a.example/index.html"].map(urlKey),
    ).toEqual([null, null, null]);
  });
});

describe("guidKey()", () => {
  test.each([
    ["http://a.example/?p=1", "https://www.b.example/?p=1&utm_source=feed"],
    ["2018567 at https://www.a.example", "2018567 at http://a.example"],
    ["//a.example/x/", "https://a.example/x"],
  ])("is the same for %s and %s", (a, b) => {
    expect(guidKey(a)).toBe(guidKey(b));
  });

  test.each([
    ["http://a.example/?p=1", "http://a.example/?p=2"],
    ["https://a.example/", "https://b.example/"],
    ["tag:a.example,2026:1", "tag:a.example,2026:2"],
    ["urn:uuid:1", "1"],
  ])("differs for %s and %s", (a, b) => {
    expect(guidKey(a)).not.toBe(guidKey(b));
  });
});
