import { expect } from "vitest";
import type { FetchResult, Headers, Hop } from "../../../src/domain/document.ts";
import { WireError, type WireErrorCode } from "../../../src/domain/errors.ts";
import type { Feed, PollState } from "../../../src/domain/feed.ts";
import type { ParsedFeed, ParsedItem } from "../../../src/domain/parsed-feed.ts";
import { dayMs, type Instant, secondMs } from "../../../src/domain/time.ts";
import type { ReadOutcome } from "../../../src/ingest/ingest-types.ts";
import { nextPoll } from "../../../src/ingest/poll/next-poll.ts";
import type { NextPollInput } from "../../../src/ingest/poll/next-poll-types.ts";
import { defaultPollingSettings } from "../../../src/ingest/poll/poll-types.ts";
import { noon, parsedFeed as parsedFeedOf, parsedItem } from "../../normalise/parsed-item.ts";

/** Sunday, 22 November 2026, noon GMT. */
export { noon };
export const feedUrl = "http://feeds.example.org/wire.xml";

export function exampleFeed(feed: Partial<Feed> = {}): Feed {
  return {
    id: 1,
    url: feedUrl,
    source: { id: 1, name: "Harbour", kind: "agency", rank: 1 },
    origin: "config",
    state: "active",
    title: "Harbour wire",
    siteUrl: null,
    language: null,
    intervalMs: null,
    ...feed,
  };
}

export function freshState(state: Partial<PollState> = {}): PollState {
  return {
    nextPollAt: noon,
    nextPollReason: "new feed",
    validators: { etag: null, lastModified: null },
    lastPollAt: null,
    lastSuccessAt: null,
    lastNewEntryAt: null,
    lastStatus: null,
    failure: null,
    memory: {},
    ...state,
  };
}

export function parsedFeed(feed: Partial<ParsedFeed> = {}): ParsedFeed {
  return parsedFeedOf([], { title: "Harbour wire", siteUrl: null, language: null, ...feed });
}

export function itemAt(at: Instant): ParsedItem {
  const published = { at, raw: new Date(at).toUTCString(), midnight: false, zoneAssumed: false };
  return parsedItem({ guid: String(at), title: "Ferry resumes", published, baseUrl: feedUrl });
}

/** A feed with `perDay` evenly spaced entries a day, at its first poll. */
export function steadyItems(perDay: number, count: number): readonly ParsedItem[] {
  return Array.from({ length: count }, (_, index) => itemAt(noon - Math.round(((index + 0.5) * dayMs) / perDay)));
}

export function readOutcome(read: Partial<ReadOutcome> = {}): ReadOutcome {
  return { parsed: parsedFeed(), error: null, newCount: 0, revisedCount: 0, knownCount: 0, knownSince: null, ...read };
}

interface Heard {
  readonly at?: Instant;
  readonly status?: number;
  readonly headers?: Headers;
  readonly hops?: readonly Hop[];
  readonly finalUrl?: string;
}

export function modified(heard: Heard & { etag?: string | null; partial?: boolean } = {}): FetchResult {
  return {
    kind: "modified",
    ...answered(heard, 200),
    validators: { etag: heard.etag ?? null, lastModified: null },
    document: { bytes: Buffer.from("<rss/>"), url: feedUrl, contentType: null },
    wireBytes: 6,
    partial: heard.partial ?? false,
  };
}

export function notModified(heard: Heard & { etag?: string | null } = {}): FetchResult {
  return { kind: "notModified", ...answered(heard, 304), validators: { etag: heard.etag ?? null, lastModified: null } };
}

export function failed(code: WireErrorCode, heard: Heard = {}): FetchResult {
  return {
    kind: "failed",
    ...answered(heard, 500),
    status: heard.status ?? null,
    error: new WireError(code, `it was ${code}`),
  };
}

function answered(heard: Heard, status: number) {
  return {
    status: heard.status ?? status,
    headers: heard.headers ?? {},
    hops: heard.hops ?? [],
    finalUrl: heard.finalUrl ?? feedUrl,
    fetchedAt: heard.at ?? noon,
    durationMs: 40,
  };
}

export function pollInput(input: Partial<NextPollInput> = {}): NextPollInput {
  return {
    now: noon,
    feed: exampleFeed(),
    previous: freshState(),
    asked: feedUrl,
    result: modified(),
    read: readOutcome(),
    takenBy: null,
    polling: defaultPollingSettings,
    random: 0,
    ...input,
  };
}

/** Seconds from noon until the next poll, and the reason. */
export function wait(input: Partial<NextPollInput>): [number, string] {
  const next = nextPoll(pollInput(input));
  expect(next.outcome.state.nextPollAt).toBe(next.at);
  expect(next.outcome.state.nextPollReason).toBe(next.reason);
  return [(next.at - noon) / secondMs, next.reason];
}
