import type { LookupAddress, LookupOptions } from "node:dns";
import type { LookupFunction } from "node:net";
import { beforeEach, expect, test } from "vitest";
import { hourMs, minuteMs } from "../../src/domain/time.ts";
import { createCachedLookup } from "../../src/fetch/cached-lookup.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";

let clock: FakeClock;
let asked: string[];
let answer: () => LookupAddress[] | Error;
let lookup: LookupFunction;

beforeEach(() => {
  clock = createFakeClock();
  asked = [];
  answer = () => [{ address: `192.0.2.${asked.length}`, family: 4 }];
  const resolver: LookupFunction = (hostname, _options, callback) => {
    asked.push(hostname);
    setImmediate(() => {
      const found = answer();
      if (found instanceof Error) callback(found, "", 0);
      else callback(null, found);
    });
  };
  lookup = createCachedLookup(resolver, clock);
});

function resolve(hostname: string, options: LookupOptions = {}): Promise<unknown> {
  return new Promise((done, failed) => {
    lookup(hostname, { ...options, all: true }, (error, found) => (error ? failed(error) : done(found)));
  });
}

const first = [{ address: "192.0.2.1", family: 4 }];

test("a name is looked up once a minute, for any number of callers", async () => {
  expect(await Promise.all([1, 2, 3].map(() => resolve("wire.example")))).toEqual([first, first, first]);
  await clock.advance(minuteMs - 1);
  expect(await resolve("wire.example")).toEqual(first);
  expect(asked).toEqual(["wire.example"]);
  await clock.advance(1);
  expect(await resolve("wire.example")).toEqual([{ address: "192.0.2.2", family: 4 }]);
});

test("names and address families are kept apart", async () => {
  await resolve("wire.example");
  await resolve("other.example");
  await resolve("wire.example", { family: 6 });
  expect(asked).toHaveLength(3);
});

test("a failure is returned to all callers, and is not cached", async () => {
  answer = () => new Error("getaddrinfo ENOTFOUND");
  const both = await Promise.allSettled([resolve("wire.example"), resolve("wire.example")]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  answer = () => first;
  expect(await resolve("wire.example")).toEqual(first);
  expect(asked).toHaveLength(2);
});

test("setting the clock back does not keep an answer for an hour", async () => {
  await resolve("wire.example");
  clock.jump(-hourMs);
  await resolve("wire.example");
  expect(asked).toHaveLength(2);
});

test("a caller that changes its answer does not affect the next", async () => {
  ((await resolve("wire.example")) as LookupAddress[]).length = 0;
  ((await resolve("wire.example")) as LookupAddress[]).length = 0;
  expect(await resolve("wire.example")).toHaveLength(1);
});

test("the names that were looked up longest ago are forgotten first", async () => {
  for (let n = 0; n <= 4096; n += 1) await resolve(`${n}.example`);
  await resolve("4096.example");
  expect(asked).toHaveLength(4097);
  await resolve("0.example");
  expect(asked).toHaveLength(4098);
});
