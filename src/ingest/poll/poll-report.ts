import { messageOf } from "../../domain/errors.ts";
import type { Feed } from "../../domain/feed.ts";
import type { Log } from "../../domain/ports.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import type { PolledFeed } from "./poll-feed.ts";
import type { PassReport, PollReport } from "./poll-types.ts";

/** The report of one poll. `lateMs` and `ingestMs` as in PollReport. */
export function reportPoll(
  feed: Feed,
  { result, read, filled, next }: PolledFeed,
  spans: Pick<PollReport, "lateMs" | "ingestMs">,
): PollReport {
  return {
    feedId: feed.id,
    feedUrl: feed.url,
    kind: read?.error != null ? "failed" : result.kind,
    status: result.status,
    durationMs: result.durationMs,
    ...spans,
    wireBytes: result.kind === "modified" ? result.wireBytes : 0,
    newCount: (read?.newCount ?? 0) + (filled?.newCount ?? 0),
    revisedCount: (read?.revisedCount ?? 0) + (filled?.revisedCount ?? 0),
    nextPollAt: next.at,
    nextPollReason: next.reason,
    error: result.kind === "failed" ? result.error : (read?.error ?? null),
  };
}

/** Writes one log line for one poll. */
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

/**
 * Adds up the polls of a pass as they end. It keeps no single reports, because a pass of a busy service may last for
 * days.
 */
export function sumPass(): { add(report: PollReport): void; read(durationMs: number): PassReport } {
  const kinds = { modified: 0, notModified: 0, failed: 0 };
  let newCount = 0;
  let revisedCount = 0;
  return {
    add(report) {
      kinds[report.kind] += 1;
      newCount += report.newCount;
      revisedCount += report.revisedCount;
    },
    read: (durationMs) => ({
      polledCount: kinds.modified + kinds.notModified + kinds.failed,
      modifiedCount: kinds.modified,
      notModifiedCount: kinds.notModified,
      failedCount: kinds.failed,
      newCount,
      revisedCount,
      durationMs,
      joined: false,
    }),
  };
}
