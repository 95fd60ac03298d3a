import zlib from "node:zlib";
import { expect } from "vitest";
import { acceptedEncodings } from "../../../../src/fetch/body/content-decoders.ts";
import { answer, encoded, redirect, status, tagged, wire } from "../../../support/answers.ts";
import type { PublisherCase } from "./publisher-case.ts";

const doc = wire([2, 1]);
const more = wire([3, 2, 1]);
const bytes = Buffer.from(doc);
const sends = (headers: object) => expect.objectContaining(headers);
const lacks = (name: string) => expect.not.objectContaining({ [name]: expect.anything() });

/** Point 1: validators, request headers, encodings, status 226. */
export const conditionalCases: readonly PublisherCase[] = [
  ...[
    ["good", "a strong ETag", '"7-a"'],
    ["good", "a weak ETag", 'W/"7"'],
    ["bad", "an ETag without quotes", "7a;b"],
    ["bad", "an ETag with a comma and bytes that are not ASCII", '"caf\u00e9, 1"'],
    ["bad", "an empty ETag", '""'],
  ].map(
    ([manners, name, etag = ""]): PublisherCase => ({
      rule: "validators go back byte for byte",
      manners: manners as "good" | "bad",
      name: `gives ${name}`,
      answers: () => ({ "/feed": tagged(doc, etag) }),
      polls: [
        { expect: { status: 200, entries: 2, etag, sent: lacks("if-none-match") } },
        { expect: { status: 304, failure: null, entries: 2, etag, sent: sends({ "a-im": "feed" }) } },
      ],
    }),
  ),
  {
    rule: "validators go back byte for byte",
    manners: "bad",
    name: "gives a Last-Modified that is no date",
    answers: () => ({ "/feed": [answer(doc, { "last-modified": "yesterday noon" }), status(304)] }),
    polls: [
      { expect: { status: 200, lastModified: "yesterday noon" } },
      {
        expect: { status: 304, sent: sends({ "if-modified-since": "yesterday noon" }), lastModified: "yesterday noon" },
      },
    ],
  },
  {
    rule: "validators are stored with every 200 and 304",
    manners: "good",
    name: "renews its ETag with a 304",
    answers: () => ({ "/feed": [answer(doc, { etag: '"1"' }), status(304, { etag: '"2"' }), status(304)] }),
    polls: [
      { expect: { etag: '"1"' } },
      { expect: { status: 304, etag: '"2"' } },
      { expect: { sent: sends({ "if-none-match": '"2"' }), etag: '"2"' } },
    ],
  },
  {
    rule: "validators are stored with every 200 and 304",
    manners: "good",
    name: "changes its ETag while the document stays the same",
    answers: () => ({ "/feed": [answer(doc, { etag: '"1"' }), answer(doc, { etag: '"2"' })] }),
    polls: [{ expect: { etag: '"1"' } }, { expect: { status: 200, entries: 2, etag: '"2"' } }],
  },
  {
    rule: "validators are stored with every 200 and 304",
    manners: "bad",
    name: "sends a changed document under the old ETag",
    answers: () => ({ "/feed": [answer(doc, { etag: '"1"' }), answer(more, { etag: '"1"' })] }),
    polls: [{ expect: { entries: 2 } }, { expect: { status: 200, entries: 3, etag: '"1"' } }],
  },
  {
    rule: "validators are stored with every 200 and 304",
    manners: "bad",
    name: "drops its ETag: what is not given is not kept",
    answers: () => ({ "/feed": [answer(doc, { etag: '"1"' }), answer(more), answer(more)] }),
    polls: [
      { expect: { etag: '"1"' } },
      { expect: { etag: null, sent: sends({ "if-none-match": '"1"' }) } },
      { expect: { sent: lacks("if-none-match") } },
    ],
  },
  {
    rule: "validators are stored with every 200 and 304",
    manners: "bad",
    name: "answers 304 although nobody has anything of it",
    answers: () => ({ "/feed": [status(304), answer(doc)] }),
    polls: [
      { expect: { status: 304, failure: "http-status" } },
      { expect: { status: 200, failure: null, entries: 2 } },
    ],
  },
  {
    rule: "validators are stored with every 200 and 304",
    manners: "bad",
    name: "answers 304 from another address than the document came from: it is asked again without validators",
    answers: ({ url }) => ({
      "/feed": [redirect(302, url("/one")), redirect(302, url("/two"))],
      "/one": answer(doc, { etag: '"1"' }),
      "/two": tagged(more, '"1"'),
    }),
    polls: [
      { expect: { entries: 2, etag: '"1"' } },
      { expect: { status: 304, etag: null, next: 60, why: expect.stringContaining("without validators") } },
      { expect: { status: 200, entries: 3, sent: lacks("if-none-match") } },
    ],
  },
  {
    rule: "validators are stored with every 200 and 304",
    manners: "bad",
    name: "gives an ETag with a document that cannot be read: it earns no 304",
    answers: () => ({ "/feed": [answer(doc, { etag: '"1"' }), answer("<nothing/>", { etag: '"2"' })] }),
    polls: [{ expect: { etag: '"1"' } }, { expect: { failure: "not-a-feed", etag: '"1"', entries: 2 } }],
  },
  {
    rule: "validators are stored with every 200 and 304",
    manners: "bad",
    name: "gives an ETag with an error page",
    answers: () => ({ "/feed": [answer(doc, { etag: '"1"' }), status(500, { etag: '"error"' }), status(304)] }),
    polls: [{ expect: {} }, { expect: { etag: '"1"' } }, { expect: { failure: null, etag: '"1"' } }],
  },
  {
    rule: "a request carries nothing but what is due",
    manners: "good",
    name: "is asked with an honest user agent, the query as it is written, and nothing made up",
    url: ({ url }) => url("/feed?b=2&a=1&e"),
    answers: () => ({ "/feed": answer(doc) }),
    polls: [
      {
        expect: {
          asked: ["/feed?b=2&a=1&e"],
          sent: {
            host: expect.any(String),
            connection: expect.any(String),
            accept: expect.stringMatching(/^application\/atom\+xml, application\/rss\+xml/),
            "accept-encoding": acceptedEncodings(),
            "user-agent": "wiredesk-test (+https://example.org/contact; 3 subscribers)",
          },
        },
      },
    ],
  },
  {
    rule: "a request carries nothing but what is due",
    manners: "bad",
    name: "sets cookies and redirects: it gets neither cookie nor Referer",
    answers: ({ url }) => ({
      "/feed": status(302, { location: url("/there"), "set-cookie": "id=1" }),
      "/there": answer(doc, { "set-cookie": "id=2; Path=/" }),
    }),
    polls: [1, 2].map(() => ({
      expect: { entries: 2, sent: lacks("cookie"), sentLast: lacks("referer") },
    })),
  },
  ...(
    [
      ["good", "gzip", encoded("gzip", zlib.gzipSync(bytes))],
      ["good", "brotli", encoded("br", zlib.brotliCompressSync(bytes))],
      ["good", "deflate", encoded("deflate", zlib.deflateSync(bytes))],
      ["bad", "deflate without its wrapping", encoded("deflate", zlib.deflateRawSync(bytes))],
      ["bad", "gzip that is none", encoded("gzip", bytes)],
      ["bad", "gzip that is not announced", answer(zlib.gzipSync(bytes))],
      ["bad", "gzip twice", encoded("gzip, gzip", zlib.gzipSync(zlib.gzipSync(bytes)))],
      ["bad", "an encoding of no meaning", encoded("none", bytes)],
    ] as const
  ).map(
    ([manners, name, behaviour]): PublisherCase => ({
      rule: "encodings",
      manners,
      name: `sends ${name}`,
      answers: () => ({ "/feed": behaviour }),
      polls: [{ expect: { failure: null, entries: 2 } }],
    }),
  ),
  ...(
    [
      ["gzip that is cut short", encoded("gzip", zlib.gzipSync(doc.repeat(20)).subarray(0, 60))],
      ["zstd that nobody can read", encoded("zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xff, 0xff]))],
      ["an encoding that nobody asked for", encoded("compress", Buffer.from([0x1f, 0x9d, 0x90, 1, 2, 3]))],
      ["five layers of gzip", encoded("gzip, gzip, gzip, gzip, gzip", bytes)],
    ] as const
  ).map(
    ([name, behaviour]): PublisherCase => ({
      rule: "encodings",
      manners: "bad",
      name: `sends ${name}`,
      answers: () => ({ "/feed": behaviour }),
      polls: [{ expect: { status: 200, failure: "encoding-broken", failures: 1, entries: 0 } }],
    }),
  ),
  {
    rule: "a 226 is partial",
    manners: "good",
    name: "sends what is new alone, as it was asked (RFC 3229)",
    answers: () => ({
      "/feed": [answer(doc, { etag: '"1"' }), partial(wire([3]), '"2"'), status(304)],
    }),
    polls: [
      { expect: { entries: 2 } },
      { expect: { status: 226, entries: 3, missingHours: null, etag: '"2"', sent: sends({ "a-im": "feed" }) } },
      { expect: { status: 304, sent: sends({ "if-none-match": '"2"' }) } },
    ],
  },
  {
    rule: "a 226 is partial",
    manners: "bad",
    name: "sends a part unasked and without an ETag",
    answers: () => ({ "/feed": [answer(doc), partial(wire([4]))] }),
    polls: [{ expect: { entries: 2 } }, { expect: { status: 226, entries: 3, missingHours: null, failure: null } }],
  },
];

function partial(body: string, etag: string | null = null) {
  const headers = { im: "feed", "content-type": "application/rss+xml", ...(etag === null ? {} : { etag }) };
  return ((_request, response) => response.writeHead(226, headers).end(body)) satisfies ReturnType<typeof answer>;
}
