import { describe, expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import type { IngestFigures } from "../../src/domain/figures/figures.ts";
import { summariseMinutes, summaryOf } from "../../src/runtime/terminal/minute-summary.ts";
import { createPlainLog, timeOfDay } from "../../src/runtime/terminal/plain-log.ts";
import { servingLines } from "../../src/runtime/terminal/tell-terminal.ts";
import { createFakeClock } from "../support/fake-clock.ts";

const clock = createFakeClock();
const time = timeOfDay(clock.now());

function figures(polls: Partial<IngestFigures["polls"]>, newEntries = 0, revisedEntries = 0): IngestFigures {
  const counted = { modified: 0, notModified: 0, failed: 0, ...polls };
  return { polls: counted, newEntries, revisedEntries, failing: [] } as unknown as IngestFigures;
}

describe("a log for people", () => {
  function logged(level: "info" | "debug" | "error") {
    const lines: string[] = [];
    const log = createPlainLog(level, (line) => lines.push(line), clock);
    log.debug({}, "looked");
    log.info({ feed: "https://a.example/" }, "polled");
    log.warn({ feed: "https://a.example/", code: "timeout" }, "poll failed: too late");
    log.warn({}, "the token is short");
    log.error({ err: new WireError("io-failed", "the disk is full") }, "nothing is stored");
    return lines;
  }

  test("has only what the summary of the minute does not count", () => {
    const lines = [`${time} warning: the token is short`, `${time} error: nothing is stored: the disk is full`];
    expect(logged("info")).toEqual(lines);
    expect(logged("error")).toEqual(lines.slice(1));
  });

  test("has every line at the level debug, and the feed that a line is about", () => {
    expect(logged("debug")).toHaveLength(5);
    expect(logged("debug")[2]).toBe(`${time} warning: poll failed: too late (https://a.example/)`);
  });

  test("shows where a bug was thrown", () => {
    const lines: string[] = [];
    createPlainLog("info", (line) => lines.push(line), clock).error({ err: new TypeError("no such thing") }, "stopped");
    expect(lines[0]).toMatch(/error: stopped: TypeError: no such thing\n +at .*terminal\.test\.ts/);
  });
});

describe("the summary of a minute", () => {
  test("counts what happened since the one before", () => {
    const before = figures({ modified: 3, failed: 1 }, 10, 1);
    const now = { ...figures({ modified: 5, notModified: 4, failed: 2 }, 11, 4), failing: [failing("poll")] };
    expect(summaryOf(now, before)).toBe(`7 polls, 1 failed; 1 new entry, 3 revised; poll has failed since ${time}`);
    expect(summaryOf(before, before)).toBe("no feed was due; 0 new entries, 0 revised");
    // The ingest thread was started again, and counts from zero.
    expect(summaryOf(figures({ modified: 1 }, 2), before)).toBe("1 poll, 0 failed; 2 new entries, 0 revised");
  });

  test("is written once a minute until the service stops", async () => {
    const minutes = createFakeClock();
    const lines: string[] = [];
    const stop = new AbortController();
    const ended = summariseMinutes(
      { readFigures: () => figures({ modified: 1 }), write: (line) => lines.push(line), clock: minutes },
      stop.signal,
    );
    await minutes.advance(59_000);
    expect(lines).toEqual([]);
    await minutes.advance(61_000);
    expect(lines.map((line) => line.replace(/^[\d:]+ /, ""))).toEqual([
      "1 poll, 0 failed; 0 new entries, 0 revised",
      "no feed was due; 0 new entries, 0 revised",
    ]);
    stop.abort();
    await ended;
  });
});

function failing(what: string) {
  return { what, code: null, since: clock.now() } as const;
}

test("four lines tell what is served: version, address, feeds and store", () => {
  const counts = { sources: 2, feeds: 3, entries: 40, revisions: 41, copies: 30, stories: 20, pending: 0 };
  const server = { port: 80, host: "::", baseUrl: "https://wire.example", trustedProxies: [] };
  expect(servingLines({ server, store: "sqlite:none/wire.db", file: "my.yaml" }, counts)).toEqual([
    expect.stringMatching(/^wiredesk \d+\.\d+\.\d+$/),
    "address  https://wire.example/ (merged feed: https://wire.example/feeds/all.rss)",
    "feeds    3 of 2 sources; configured in my.yaml",
    "store    none/wire.db: 40 entries in 20 stories",
  ]);
});
