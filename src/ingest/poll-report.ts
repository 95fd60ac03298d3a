import { messageOf } from "../domain/errors.ts";
import type { Feed } from "../domain/feed.ts";
import type { Log } from "../domain/ports.ts";
import { redactUrl } from "../fetch/redact-url.ts";
import type { PolledFeed } from "./poll-feed.ts";
import type { PassReport, PollReport } from "./poll-types.ts";

/** What is told of one poll. */
export function reportPoll(feed: Feed, { result, read, filled, next }: PolledFeed): PollReport {
  return {
    feedId: feed.id,
    feedUrl: feed.url,
    kind: read?.error != null ? "failed" : result.kind,
    status: result.status,
    durationMs: result.durationMs,
    wireBytes: result.kind === "modified" ? result.wireBytes : 0,
    newCount: (read?.newCount ?? 0) + (filled?.newCount ?? 0),
    revisedCount: (read?.revisedCount ?? 0) + (filled?.revisedCount ?? 0),
    nextPollAt: next.at,
    nextPollReason: next.reason,
    error: result.kind === "failed" ? result.error : (read?.error ?? null),
  };
}

/** One poll is one log line. */
export function logPoll(log: Log, report: PollReport, { next, bug }: PolledFeed): void {
  const { error } = report;
  const fields = {
    feed: redactUrl(report.feedUrl),
    status: report.status,
    ms: report.durationMs,
    bytes: report.wireBytes,
    new: report.newCount,
    revised: report.revisedCount,
    next: new Date(report.nextPollAt).toISOString(),
    reason: report.nextPollReason,
    ...(next.notices.length > 0 ? { notices: next.notices } : {}),
  };
  if (bug !== null) log.error({ ...fields, code: error?.code, err: bug }, `poll failed: ${messageOf(error ?? bug)}`);
  else if (error === null) log.info(fields, report.kind === "notModified" ? "unchanged" : "polled");
  else log.warn({ ...fields, code: error.code }, `poll failed: ${messageOf(error)}`);
}

/** Adds up the polls of a pass. */
export function reportPass(reports: readonly PollReport[], durationMs: number): PassReport {
  const count = (kind: PollReport["kind"]): number => reports.filter((report) => report.kind === kind).length;
  return {
    polledCount: reports.length,
    modifiedCount: count("modified"),
    notModifiedCount: count("notModified"),
    failedCount: count("failed"),
    newCount: reports.reduce((sum, report) => sum + report.newCount, 0),
    revisedCount: reports.reduce((sum, report) => sum + report.revisedCount, 0),
    durationMs,
    joined: false,
  };
}
