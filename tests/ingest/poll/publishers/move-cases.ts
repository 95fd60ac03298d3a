import { expect } from "vitest";
import { dayMs, hourMs } from "../../../../src/domain/time.ts";
import { answer, redirect, status, wire } from "../../../support/answers.ts";
import { testCertificate } from "../../../support/loopback-host.ts";
import type { PublisherCase } from "./publisher-case.ts";

const doc = wire([2, 1]);

/** Point 4: moves. */
export const moveCases: readonly PublisherCase[] = [
  ...[301, 308].map(
    (code): PublisherCase => ({
      rule: "permanent moves",
      manners: "good",
      name: `says ${code} for a day: the new address is asked from then on`,
      answers: ({ url }) => ({ "/feed": redirect(code, url("b/new")), "b/new": answer(doc) }),
      intervalMs: 12 * hourMs,
      polls: [
        { expect: { asked: ["/feed", "b/new"], entries: 2, movedTo: null } },
        { expect: { asked: ["/feed", "b/new"], movedTo: null } },
        { expect: { movedTo: expect.stringMatching(/\/new$/), log: expect.stringContaining("moved for good") } },
        { expect: { asked: ["b/new"], entries: 2 } },
      ],
    }),
  ),
  {
    rule: "permanent moves",
    manners: "good",
    name: "moves from http to https on the same host: that is remembered at once",
    url: () => "http://feeds.test/feed",
    deps: ({ proxy }) => ({ routeFor: () => ({ certificate: testCertificate, proxy }) }),
    answers: () => ({
      "/feed": (request, response, seen) => {
        const isSecure = "encrypted" in request.socket;
        return (isSecure ? answer(doc) : redirect(301, "https://feeds.test/feed"))(request, response, seen);
      },
    }),
    polls: [
      { expect: { entries: 2, movedTo: "https://feeds.test/feed" } },
      { expect: { asked: ["/feed"], failure: null } },
    ],
  },
  {
    rule: "permanent moves",
    manners: "bad",
    name: "says another new address every time: none is remembered",
    answers: ({ url }) => ({
      "/feed": [1, 2, 3].map((n) => redirect(301, url(`b/${n}`))),
      "b/1": answer(doc),
      "b/2": answer(doc),
      "b/3": answer(doc),
    }),
    polls: [1, 2, 3].map((n) => ({ after: dayMs, expect: { asked: ["/feed", `b/${n}`], movedTo: null } })),
  },
  {
    rule: "permanent moves",
    manners: "bad",
    name: "moves to where nothing is any more: the move is undone after three failures",
    answers: ({ url }) => ({
      "/feed": [redirect(301, url("b/new")), redirect(301, url("b/new")), answer(doc)],
      "b/new": [answer(doc), answer(doc), status(404)],
    }),
    polls: [
      { expect: { movedTo: null } },
      { after: dayMs, expect: { movedTo: expect.stringMatching(/\/new$/) } },
      { expect: { failures: 1, asked: ["b/new"] } },
      { expect: { failures: 2, asked: ["b/new"] } },
      { expect: { failures: 3, movedTo: null, log: expect.stringContaining("undone") } },
      { expect: { asked: ["/feed"], failure: null } },
    ],
  },
  {
    rule: "permanent moves",
    manners: "bad",
    name: "moves to the address of another feed: two that are one are reported",
    beside: ["b/other"],
    answers: ({ url }) => ({ "/feed": redirect(301, url("b/other")), "b/other": answer(doc) }),
    polls: [
      { expect: { log: expect.stringContaining("both are the same feed"), twinId: 2 } },
      { after: 2 * dayMs, expect: { movedTo: null, log: expect.stringContaining("both are the same feed") } },
    ],
  },
  ...[302, 303, 307].map(
    (code): PublisherCase => ({
      rule: "temporary redirects",
      manners: "good",
      name: `says ${code} for days: its own address stays the one that is asked`,
      answers: ({ url }) => ({ "/feed": redirect(code, url("b/today")), "b/today": answer(doc) }),
      polls: [1, 2, 3].map(() => ({ after: 2 * dayMs, expect: { asked: ["/feed", "b/today"], movedTo: null } })),
    }),
  ),
  {
    rule: "temporary redirects",
    manners: "bad",
    name: "moves for good to where it is redirected for now: only the first is remembered",
    answers: ({ url }) => ({
      "/feed": redirect(301, url("/new")),
      "/new": redirect(302, url("b/today")),
      "b/today": answer(doc),
    }),
    polls: [
      { expect: { asked: ["/feed", "/new", "b/today"] } },
      { after: dayMs, expect: { movedTo: expect.stringMatching(/\/new$/) } },
      { expect: { asked: ["/new", "b/today"], failure: null } },
    ],
  },
  {
    rule: "chains of redirects",
    manners: "good",
    name: "redirects five times",
    answers: () => ({ ...chain(5), "/5": answer(doc) }),
    polls: [{ expect: { asked: ["/feed", "/1", "/2", "/3", "/4", "/5"], entries: 2 } }],
  },
  {
    rule: "chains of redirects",
    manners: "good",
    name: "redirects to a relative address in UTF-8",
    answers: () => ({ "/feed": redirect(302, "../zürich#top"), "/z%C3%BCrich": answer(doc) }),
    polls: [{ expect: { asked: ["/feed", "/z%C3%BCrich"], entries: 2 } }],
  },
  {
    rule: "chains of redirects",
    manners: "bad",
    name: "redirects six times: the error names the chain",
    answers: () => ({ ...chain(6), "/6": answer(doc) }),
    polls: [
      {
        expect: { failure: "too-many-redirects", message: expect.stringMatching(/\/feed -> .*\/1 -> .*\/5 -> .*\/6$/) },
      },
    ],
  },
  {
    rule: "chains of redirects",
    manners: "bad",
    name: "redirects in a circle: the error names it, without the keys in it",
    answers: () => ({ "/feed": redirect(302, "/pong?token=hush"), "/pong": redirect(302, "/feed") }),
    polls: [
      {
        expect: {
          asked: ["/feed", "/pong?token=hush"],
          failure: "redirect-loop",
          message: expect.stringMatching(/\/feed -> .*\/pong\?token=\*\*\* -> .*\/feed$/),
          log: expect.not.stringContaining("hush"),
        },
      },
    ],
  },
  ...["", "http://", "javascript:alert(1)", "file:///etc/passwd"].map(
    (location): PublisherCase => ({
      rule: "chains of redirects",
      manners: "bad",
      name: `redirects to ${JSON.stringify(location)}`,
      answers: () => ({ "/feed": redirect(302, location) }),
      polls: [{ expect: { status: 302, failure: "url-invalid", failures: 1 } }],
    }),
  ),
];

/** /feed -> /1 -> /2 … */
function chain(length: number) {
  const from = (n: number) => (n === 0 ? "/feed" : `/${n}`);
  return Object.fromEntries(Array.from({ length }, (_, n) => [from(n), redirect(302, `/${n + 1}`)]));
}
