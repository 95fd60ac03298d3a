import { expect } from "vitest";
import { defaultPollingSettings } from "../../../../src/ingest/poll/poll-types.ts";
import {
  after,
  answer,
  bomb,
  dripping,
  encoded,
  endless,
  headerFlood,
  mute,
  raw,
  redirect,
  stalled,
  status,
  wire,
} from "../../../support/answers.ts";
import type { PublisherCase } from "./publisher-case.ts";

const doc = wire([2, 1]);
const short = { headersMsMax: 400, idleMsMax: 300, totalMsMax: 800 };
const megabyte = 1024 * 1024;

function late(name: string, behaviour: ReturnType<typeof answer>, message: string): PublisherCase {
  return {
    rule: "deadlines",
    manners: "bad",
    name,
    limits: short,
    answers: () => ({ "/feed": behaviour }),
    polls: [{ expect: { failure: "timeout", message, failures: 1 } }],
  };
}

function large(name: string, behaviour: ReturnType<typeof answer>, message: string): PublisherCase {
  return {
    rule: "limits of bytes",
    manners: "bad",
    name,
    limits: { bodyBytesMax: megabyte, wireBytesMax: megabyte },
    answers: () => ({ "/feed": [behaviour, answer(doc)] }),
    polls: [
      { expect: { failure: "too-large", message: expect.stringContaining(message), entries: 0 } },
      { expect: { failure: null, entries: 2 } },
    ],
  };
}

/** Points 5 and 6: hosts, deadlines, limits. */
export const hostCases: readonly PublisherCase[] = [
  {
    rule: "one request at a time",
    manners: "good",
    name: "has four feeds on one host: they are asked one after the other, a second apart",
    beside: ["/2", "/3", "/4"],
    answers: () => ({ "/feed": answer(doc), "/2": answer(doc), "/3": answer(doc), "/4": answer(doc) }),
    polls: [{ expect: { atOnce: 1, gaps: [1000, 1000, 1000] } }],
  },
  {
    rule: "one request at a time",
    manners: "good",
    name: "agreed with the operator on more",
    beside: ["/2", "/3"],
    deps: ({ address }) => ({
      polling: { ...defaultPollingSettings, hosts: { [address.a]: { gapMs: 0, parallel: 3 } } },
    }),
    answers: () => ({ "/feed": after(60, answer(doc)), "/2": after(60, answer(doc)), "/3": after(60, answer(doc)) }),
    polls: [{ expect: { atOnce: 3 } }],
  },
  {
    rule: "one request at a time",
    manners: "bad",
    name: "redirects to a host that is asked already, and that one back: nobody waits for ever, nobody is asked twice at once",
    beside: ["/2", "b/feed", "b/2"],
    answers: ({ url }) => ({
      "/feed": redirect(302, url("b/2")),
      "/2": answer(doc),
      "b/feed": redirect(302, url("/2")),
      "b/2": answer(doc),
    }),
    polls: [{ expect: { atOnce: 1, failure: null, asked: expect.objectContaining({ length: 6 }) } }],
  },
  {
    rule: "one request at a time",
    manners: "bad",
    name: "is slow: that holds up its own feeds alone",
    beside: ["/2", "b/feed"],
    limits: { headersMsMax: 300 },
    answers: () => ({ "/feed": mute, "/2": answer(doc), "b/feed": answer(doc) }),
    polls: [{ expect: { asked: ["/feed", "b/feed", "/2"], failure: "timeout", atOnce: 1 } }],
  },
  {
    rule: "deadlines",
    manners: "good",
    name: "takes its time, and less than there is",
    limits: short,
    answers: () => ({ "/feed": after(150, answer(doc)) }),
    polls: [{ expect: { failure: null, entries: 2 } }],
  },
  late("accepts the request and says nothing", mute, "no answer within 0.4 s"),
  late("begins a document and stands still", stalled, "no more of the body within 0.3 s"),
  late("sends a byte at a time for ever", dripping, "the answer was not complete within 0.8 s"),
  {
    rule: "deadlines",
    manners: "bad",
    name: "redirects again and again, slowly: the deadline is for the whole way",
    limits: { totalMsMax: 700 },
    answers: () => ({
      "/feed": after(200, (request, response) => {
        response.writeHead(302, { location: `/feed?1${request.url}` }).end();
      }),
    }),
    polls: [{ expect: { failure: "timeout", message: "the answer was not complete within 0.7 s" } }],
  },
  {
    rule: "limits of bytes",
    manners: "good",
    name: "sends ten thousand times as much as usual, and less than the limit",
    answers: () => ({ "/feed": answer(doc.replace("<description>d", `<description>${"d".repeat(4 * megabyte)}`)) }),
    polls: [{ expect: { failure: null, entries: 2 } }],
  },
  large("sends a gzip bomb: the error names the ratio", bomb(64), "after decompression from"),
  large("sends a document that never ends", endless, "is over 1 MB"),
  large(
    "announces more than the limit",
    status(200, { "content-length": String(40 * megabyte) }),
    "Content-Length is 40 MB",
  ),
  large("floods with headers", headerFlood, "headers are too large"),
  {
    rule: "limits of bytes",
    manners: "good",
    name: "speaks HTTP/1.0 and closes",
    answers: () => ({ "/feed": raw(`HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n${doc}`) }),
    polls: [{ expect: { status: 200, failure: null, entries: 2 } }],
  },
  ...(
    [
      ["breaks its chunks", `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n${doc}`],
      ["sends less than its Content-Length", `HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n${doc.slice(0, -9)}`],
      ["does not speak HTTP", "220 mail ESMTP\r\n"],
    ] as const
  ).map(
    ([name, text]): PublisherCase => ({
      rule: "limits of bytes",
      manners: "bad",
      name,
      answers: () => ({ "/feed": raw(text) }),
      polls: [{ expect: { failure: "reset", entries: 0 } }],
    }),
  ),
  ...(
    [
      [
        "a JSON Feed",
        answer('{"version":"https://jsonfeed.org/version/1.1","title":"H","items":[{"id":"1","title":"Ferry"}]}'),
      ],
      ["a feed as text/html", answer(wire([1]), { "content-type": "text/html" })],
      [
        "a feed behind a PHP warning",
        answer(`<br />\n<b>Warning</b>: division by zero\n${wire([1]).replace(/<\?.*\?>/, "")}`),
      ],
      ["a feed in UTF-16", answer(Buffer.from(`\ufeff${wire([1]).replace("utf-8", "utf-16")}`, "utf16le"))],
    ] as const
  ).map(
    ([name, behaviour]): PublisherCase => ({
      rule: "what is no feed",
      manners: "good",
      name: `sends ${name}`,
      answers: () => ({ "/feed": behaviour }),
      polls: [{ expect: { failure: null, entries: 1 } }],
    }),
  ),
  ...(
    [
      [
        "a page that advertises feeds",
        answer('<!doctype html><link rel="alternate" type="application/rss+xml" href="/wire.xml">'),
        expect.stringMatching(/HTML page that advertises http.*\/wire\.xml$/),
      ],
      [
        "a page that advertises none",
        answer("<html><body>Sign in</body></html>"),
        "the answer is an HTML page that advertises no feed",
      ],
      ["a picture", answer(Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2])), "the answer is a PNG picture, not a feed"],
      ["text without markup", answer("blocked"), 'the answer is text without markup: "blocked"'],
      ["nothing", answer(""), "200 OK with an empty body"],
      ["gzip of nothing", encoded("gzip", Buffer.alloc(0)), "200 OK with an empty body"],
      ["XML that is no feed", answer("<nothing/>"), expect.any(String)],
    ] as const
  ).map(
    ([name, behaviour, message]): PublisherCase => ({
      rule: "what is no feed",
      manners: "bad",
      name: `sends ${name}`,
      answers: () => ({ "/feed": behaviour }),
      polls: [{ expect: { status: 200, failure: "not-a-feed", message, entries: 0, next: 60 } }],
    }),
  ),
];
