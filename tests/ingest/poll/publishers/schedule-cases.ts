import { expect } from "vitest";
import { dayMs, hourMs, minuteMs, secondMs } from "../../../../src/domain/time.ts";
import { answer, status, tagged, wireAt } from "../../../support/answers.ts";
import { noon } from "../poll-examples.ts";
import type { PublisherCase } from "./publisher-case.ts";

/** A news wire of an entry a minute, whose rhythm alone would have it asked every minute. */
const busy = (extra = "") => wireAt(minutes(30), extra);
const minutes = (count: number) => Array.from({ length: count }, (_, index) => noon - index * minuteMs - 1);
const date = (at: number) => new Date(at).toUTCString();

function fresh(
  manners: "good" | "bad",
  name: string,
  headers: Readonly<Record<string, string>>,
  next: number,
  why: string,
): PublisherCase {
  return {
    rule: "freshness of HTTP",
    manners,
    name,
    answers: () => ({ "/feed": answer(busy(), headers) }),
    polls: [{ expect: { status: 200, next, why } }],
  };
}

function wish(manners: "good" | "bad", name: string, extra: string, next: number, why: unknown): PublisherCase {
  return {
    rule: "wishes in the document",
    manners,
    name,
    answers: () => ({ "/feed": answer(busy(extra)) }),
    polls: [{ expect: { status: 200, next, why } }],
  };
}

const hours = (list: readonly number[]) =>
  `<skipHours>${list.map((hour) => `<hour>${hour}</hour>`).join("")}</skipHours>`;

/** Point 2: when a feed is polled next. Every case begins on a Sunday at noon GMT. */
export const scheduleCases: readonly PublisherCase[] = [
  fresh("good", "says max-age", { "cache-control": "public, max-age=1800" }, 1800, "Cache-Control max-age=1800"),
  fresh(
    "good",
    "says Expires on a clock that is two hours fast",
    { expires: date(noon + 3 * hourMs), date: date(noon + 2 * hourMs) },
    3600,
    `Expires ${new Date(noon + 3 * hourMs).toISOString()}`,
  ),
  fresh(
    "good",
    "was kept by a cache for a while",
    { "cache-control": "max-age=900", age: "300" },
    600,
    "Cache-Control max-age=900",
  ),
  {
    rule: "freshness of HTTP",
    manners: "good",
    name: "changes its max-age with a 304",
    answers: () => ({
      "/feed": [
        answer(busy(), { etag: '"1"', "cache-control": "max-age=600" }),
        status(304, { "cache-control": "max-age=7200" }),
        status(304),
      ],
    }),
    polls: [
      { expect: { next: 600 } },
      { expect: { status: 304, next: 7200 } },
      { expect: { status: 304, next: 7200 } },
    ],
  },
  fresh("bad", "says a max-age that is no number", { "cache-control": "max-age=soon" }, 60, "floor 60 s"),
  fresh("bad", "says Expires: 0", { expires: "0" }, 60, "floor 60 s"),
  fresh("bad", "says no-cache and max-age at once", { "cache-control": "no-cache, max-age=86400" }, 60, "floor 60 s"),
  fresh(
    "bad",
    "says a year, as static hosting does",
    { "cache-control": "max-age=31536000" },
    86_400,
    "Cache-Control max-age=31536000, limited to 24 h",
  ),
  wish("good", "says ttl", "<ttl>90</ttl>", 5400, "ttl 90 min"),
  wish(
    "good",
    "says sy:updatePeriod and sy:updateFrequency",
    "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
    1800,
    "sy:updatePeriod 30 min",
  ),
  wish("good", "skips hours", hours([12, 13]), 7200, expect.stringMatching(/^skipHours until .*T14:00/)),
  wish(
    "good",
    "skips days",
    "<skipDays><day>Sunday</day></skipDays>",
    43_200,
    expect.stringMatching(/until .*-23T00:00/),
  ),
  wish("bad", "skips every hour of the day", hours(Array.from({ length: 24 }, (_, hour) => hour)), 60, "floor 60 s"),
  wish(
    "bad",
    "says a ttl of two thousand years",
    "<ttl>1000000000</ttl>",
    86_400,
    expect.stringContaining("limited to 24 h"),
  ),
  wish("bad", "says a ttl that is no number", "<ttl>often</ttl>", 60, "floor 60 s"),
  wish("bad", "says a negative ttl", "<ttl>-5</ttl>", 60, "floor 60 s"),
  {
    rule: "wishes in the document",
    manners: "good",
    name: "says ttl once, and is obeyed after each 304 as well",
    answers: () => ({ "/feed": tagged(busy("<ttl>45</ttl>"), '"1"') }),
    polls: [{ expect: { next: 2700 } }, { expect: { status: 304, next: 2700, why: "ttl 45 min" } }],
  },
  {
    rule: "rhythm, floor and ceiling",
    manners: "good",
    name: "brings an entry a minute",
    answers: () => ({ "/feed": answer(busy()) }),
    polls: [{ expect: { next: 60, why: "floor 60 s" } }, { expect: { next: 60 } }],
  },
  {
    rule: "rhythm, floor and ceiling",
    manners: "good",
    name: "brings an entry a day, before noon",
    answers: () => ({ "/feed": answer(wireAt(Array.from({ length: 20 }, (_, day) => noon - day * dayMs - hourMs))) }),
    polls: [
      { expect: { next: expect.closeTo(24_000, -3), why: expect.stringMatching(/^rhythm: 1\.\d entries a day$/) } },
    ],
  },
  {
    rule: "rhythm, floor and ceiling",
    manners: "good",
    name: "has been silent for a year",
    answers: () => ({ "/feed": answer(wireAt([noon - 400 * dayMs])) }),
    polls: [{ expect: { next: 86_400, why: "ceiling 86400 s" } }],
  },
  {
    rule: "rhythm, floor and ceiling",
    manners: "bad",
    name: "dates its entries years ahead",
    answers: () => ({ "/feed": tagged(wireAt([noon + 900 * dayMs, noon + 800 * dayMs]), '"1"') }),
    polls: [{ expect: { failure: null, entries: 2, next: expect.closeTo(180, -3) } }, { expect: { status: 304 } }],
  },
  {
    rule: "rhythm, floor and ceiling",
    manners: "bad",
    name: "dates nothing",
    answers: () => ({ "/feed": answer(busy().replaceAll(/<pubDate>[^<]*<\/pubDate>/g, "")) }),
    polls: [{ expect: { entries: 30, next: 60 } }],
  },
  {
    rule: "the operator's interval",
    manners: "good",
    name: "has an agreement with the operator, whatever it says in general",
    intervalMs: 90 * secondMs,
    answers: () => ({ "/feed": answer(busy(`<ttl>600</ttl>${hours([12])}`), { "cache-control": "max-age=7200" }) }),
    polls: [{ expect: { next: 90, why: "interval 90 s" } }, { expect: { next: 90 } }],
  },
  {
    rule: "the operator's interval",
    manners: "bad",
    name: "limits the rate all the same: that overrules the agreement",
    intervalMs: 90 * secondMs,
    answers: () => ({ "/feed": [status(429, { "retry-after": "1000" }), answer(busy())] }),
    polls: [{ expect: { next: 1000, why: "Retry-After 1000 s" } }, { expect: { next: 90, failure: null } }],
  },
];
