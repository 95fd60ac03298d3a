import { expect } from "vitest";
import { hourMs } from "../../../../src/domain/time.ts";
import { answer, mute, status, wire } from "../../../support/answers.ts";
import type { PublisherCase } from "./publisher-case.ts";

const after = 24 * hourMs;
const archive = (url: string) => `<atom:link rel="prev-archive" href="${url}"/>`;

/** Point 10: entries that were published and dropped between two polls. */
export const gapCases: readonly PublisherCase[] = [
  {
    rule: "gaps and archives",
    manners: "good",
    name: "has archives (RFC 5005): they are walked back until one connects, and nothing is missing",
    answers: ({ url }) => ({
      "/feed": [answer(wire([2, 1])), answer(wire([9, 8], archive(url("b/7-5"))))],
      "b/7-5": answer(wire([7, 6, 5], archive(url("b/5-2")))),
      "b/5-2": answer(wire([5, 4, 3, 2], archive(url("b/1")))),
    }),
    polls: [
      { expect: { entries: 2 } },
      {
        after,
        expect: {
          asked: ["/feed", "b/7-5", "b/5-2"],
          entries: 9,
          missingHours: null,
          atOnce: 1,
          log: expect.stringContaining("24.0 hours may be missing"),
        },
      },
    ],
  },
  {
    rule: "gaps and archives",
    manners: "good",
    name: "shows an entry that is known among many new ones: nothing is concluded",
    answers: () => ({ "/feed": [answer(wire([2, 1])), answer(wire([9, 8, 7, 2]))] }),
    polls: [{ expect: {} }, { after, expect: { entries: 5, missingHours: null } }],
  },
  {
    rule: "gaps and archives",
    manners: "bad",
    name: "shows nothing that is known, and has no archive: the hours are flagged and it is asked sooner",
    answers: () => ({ "/feed": [answer(wire([2, 1])), answer(wire([9, 8]))] }),
    polls: [
      { expect: { next: 86_400 } },
      {
        after,
        expect: { entries: 4, missingHours: 24, next: 43_200, why: expect.stringContaining("entries were missed") },
      },
    ],
  },
  {
    rule: "gaps and archives",
    manners: "bad",
    name: "has archives that go round in a circle",
    answers: ({ url }) => ({
      "/feed": [answer(wire([1])), answer(wire([9], archive(url("b/8"))))],
      "b/8": answer(wire([8], archive(url("b/8")))),
    }),
    polls: [{ expect: {} }, { after, expect: { asked: ["/feed", "b/8"], entries: 3, missingHours: 24 } }],
  },
  {
    rule: "gaps and archives",
    manners: "bad",
    name: "has an archive without end: ten documents are read",
    answers: ({ url }) => ({
      "/feed": [answer(wire([1])), answer(wire([99], archive(url("b/98"))))],
      ...Object.fromEntries(
        Array.from({ length: 40 }, (_, n) => [`b/${98 - n}`, answer(wire([98 - n], archive(url(`b/${97 - n}`))))]),
      ),
    }),
    polls: [
      { expect: {} },
      { after, expect: { entries: 12, asked: expect.objectContaining({ length: 11 }) } },
      { expect: { asked: ["/feed"] } },
    ],
  },
  {
    rule: "gaps and archives",
    manners: "bad",
    name: "has an archive that is down: it is asked again at the next poll",
    answers: ({ url }) => ({
      "/feed": [
        answer(wire([1]), { etag: '"1"' }),
        answer(wire([9], archive(url("b/8"))), { etag: '"2"' }),
        status(304),
      ],
      "b/8": [status(503), answer(wire([8, 1]))],
    }),
    polls: [
      { expect: {} },
      { after, expect: { entries: 2, missingHours: 24, failure: null } },
      { expect: { status: 304, asked: ["/feed", "b/8"], entries: 3, missingHours: null } },
    ],
  },
  {
    rule: "gaps and archives",
    manners: "bad",
    name: "has an archive that says nothing: the poll is a success all the same",
    limits: { headersMsMax: 300 },
    answers: ({ url }) => ({
      "/feed": [answer(wire([1])), answer(wire([9], archive(url("b/8"))))],
      "b/8": mute,
    }),
    polls: [{ expect: {} }, { after, expect: { status: 200, failure: null, entries: 2, missingHours: 24 } }],
  },
];
