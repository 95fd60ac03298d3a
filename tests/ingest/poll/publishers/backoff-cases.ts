import { expect } from "vitest";
import { dayMs, hourMs, minuteMs } from "../../../../src/domain/time.ts";
import { answer, reset, resetMidway, status, wire } from "../../../support/answers.ts";
import type { Behaviour } from "../../../support/loopback-host.ts";
import { noon } from "../poll-examples.ts";
import type { PublisherCase } from "./publisher-case.ts";

const doc = wire([2, 1]);
const date = (at: number) => new Date(at).toUTCString();

function held(manners: "good" | "bad", name: string, behaviour: Behaviour, next: number, why: string): PublisherCase {
  return {
    rule: "Retry-After",
    manners,
    name,
    answers: () => ({ "/feed": [behaviour, answer(doc)] }),
    polls: [{ expect: { failure: "rate-limited", failures: 1, next, why } }, { expect: { failure: null, entries: 2 } }],
  };
}

function failing(name: string, behaviour: Behaviour, failure: string): PublisherCase {
  return {
    rule: "other failures back off",
    manners: "bad",
    name,
    answers: () => ({ "/feed": behaviour }),
    polls: [
      { expect: { failure, failures: 1, next: 60 } },
      { expect: { failure, failures: 2, next: 120 } },
      { expect: { failure, failures: 3, next: 240, state: "active" } },
    ],
  };
}

/** Point 3: waiting as told, backing off after failures, and giving up. */
export const backoffCases: readonly PublisherCase[] = [
  held("good", "says 429 and seconds", status(429, { "retry-after": "137" }), 137, "Retry-After 137 s"),
  held("good", "says 503 and seconds", status(503, { "retry-after": "3671" }), 3671, "Retry-After 3671 s"),
  held(
    "good",
    "says a date",
    status(503, { "retry-after": date(noon + 20 * minuteMs), date: date(noon) }),
    1200,
    "Retry-After 1200 s",
  ),
  held(
    "bad",
    "says a date by a clock that is three hours fast",
    status(503, { "retry-after": date(noon + 3 * hourMs + 90_000), date: date(noon + 3 * hourMs) }),
    90,
    "Retry-After 90 s",
  ),
  held(
    "bad",
    "says a date that is past",
    status(429, { "retry-after": date(noon - dayMs), date: date(noon) }),
    60,
    "Retry-After 0 s",
  ),
  held(
    "bad",
    "says three thousand years",
    status(429, { "retry-after": "99999999999" }),
    604_800,
    "Retry-After 2147483648 s, limited to 7 days",
  ),
  held(
    "bad",
    "says nothing that can be read",
    status(429, { "retry-after": "in a while" }),
    300,
    "first failure: rate-limited",
  ),
  held("bad", "says zero, for ever", status(429, { "retry-after": "0" }), 60, "Retry-After 0 s"),
  {
    rule: "Retry-After",
    manners: "bad",
    name: "repeats it: each time anew, not longer and longer",
    answers: () => ({ "/feed": status(429, { "retry-after": "200" }) }),
    polls: [1, 2, 3].map((failures) => ({ expect: { failures, next: 200 } })),
  },
  {
    rule: "other failures back off",
    manners: "good",
    name: "is down for a while and comes back: one success clears all",
    answers: () => ({ "/feed": [status(500), status(502), answer(doc)] }),
    polls: [
      { expect: { status: 500, failure: "http-status", message: "500 Internal Server Error", failures: 1, next: 60 } },
      { expect: { status: 502, message: "502 Bad Gateway", failures: 2, next: 120 } },
      { expect: { status: 200, failure: null, failures: 0, entries: 2 } },
    ],
  },
  failing("says 404", status(404), "http-status"),
  failing("says 403", status(403), "http-status"),
  failing("says 503 without a word on when", status(503), "http-status"),
  failing("resets each connection", reset, "reset"),
  failing("breaks off in mid-document", resetMidway, "reset"),
  {
    rule: "other failures back off",
    manners: "bad",
    name: "never comes back: it is asked every twelve hours, and for ever",
    answers: () => ({ "/feed": status(404) }),
    polls: [
      ...Array.from({ length: 11 }, () => ({ expect: {} })),
      { expect: { failures: 12, next: 43_200, state: "active" } },
      { expect: { failures: 13, next: 43_200, state: "active" } },
    ],
  },
  {
    rule: "410",
    manners: "good",
    name: "says 410 three times over a day: polling stops, and that is told",
    answers: () => ({ "/feed": status(410) }),
    polls: [
      { expect: { failure: "gone", state: "active" } },
      { after: 12 * hourMs, expect: { failures: 2, state: "active" } },
      { after: 12 * hourMs, expect: { failures: 3, state: "gone", log: expect.stringContaining("polling stops") } },
      { after: 7 * dayMs, expect: { asked: [] } },
    ],
  },
  {
    rule: "410",
    manners: "bad",
    name: "says 410 three times within minutes",
    answers: () => ({ "/feed": status(410) }),
    polls: [1, 2, 3].map((failures) => ({ expect: { failures, state: "active" } })),
  },
  {
    rule: "410",
    manners: "bad",
    name: "says 410 a day and a half apart: two are not enough",
    answers: () => ({ "/feed": status(410) }),
    polls: [
      { expect: { state: "active" } },
      { after: 36 * hourMs, expect: { failures: 2, state: "active" } },
      { expect: { failures: 3, state: "gone" } },
    ],
  },
  {
    rule: "410",
    manners: "bad",
    name: "says 410 for a day, and is there after all",
    answers: () => ({ "/feed": [status(410), status(410), answer(doc), status(410)] }),
    polls: [
      { expect: { state: "active" } },
      { after: 20 * hourMs, expect: { failures: 2, state: "active" } },
      { after: 20 * hourMs, expect: { failure: null, entries: 2 } },
      { after: 2 * dayMs, expect: { failures: 1, state: "active" } },
    ],
  },
];
