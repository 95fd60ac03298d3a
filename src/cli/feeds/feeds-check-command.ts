import type { Command } from "commander";
import type { FetchResult } from "../../domain/document.ts";
import { WireError } from "../../domain/errors.ts";
import type { ParsedFeed } from "../../domain/parsed-feed.ts";
import { detectAlwaysNow } from "../../normalise/date-policy.ts";
import type { CliDeps } from "../cli-deps.ts";
import { configOf } from "../with-store.ts";
import { requireHttpUrl } from "./require-http-url.ts";

/** `wiredesk feeds check URL`: reports format, problems, dates, ids, caching, and how the feed would be stored. */
export function addFeedsCheckCommand(feeds: Command, deps: CliDeps): void {
  feeds
    .command("check")
    .description(
      "report on a feed: format, problems found and repaired, dates, ids, caching headers, and how it would be stored",
    )
    .argument("<url>", "the address of a feed")
    .option("--json", "the report as one JSON document")
    .action(async (written: string, options: { json?: boolean }, command: Command) => {
      const url = requireHttpUrl(written);
      const http = await deps.createHttp(configOf(deps, command));
      const parser = await deps.createReader("live");
      try {
        const result = await http.fetch({
          url,
          validators: { etag: null, lastModified: null },
          headers: {},
          signal: null,
        });
        if (result.kind === "failed") throw result.error;
        if (result.kind === "notModified")
          throw new WireError("http-status", `${url}: answered 304 to an unconditional request`);
        const report = await buildReport(url, result, await parser.parse(result.document));
        deps.out(options.json === true ? JSON.stringify(report, null, 2) : printReport(report));
      } finally {
        await parser.close();
        await http.close();
      }
    });
}

type Report = Awaited<ReturnType<typeof buildReport>>;

async function buildReport(url: string, result: Extract<FetchResult, { kind: "modified" }>, parsed: ParsedFeed) {
  const now = result.fetchedAt;
  const feed = { url, language: parsed.language, siteUrl: parsed.siteUrl, sourceName: parsed.title ?? "" };
  // Import late: the normalise stage is large, and help and shell completion load this file without needing that stage.
  const { normaliseFeed } = await import("../../normalise/normalise-feed.ts");
  const { entries, problems } = normaliseFeed(parsed, feed, () => now, now);
  const dates: Record<string, number> = {};
  for (const entry of entries) dates[entry.dateClass] = (dates[entry.dateClass] ?? 0) + 1;
  const ids: Record<string, number> = {};
  for (const entry of entries) ids[entry.guidOrigin] = (ids[entry.guidOrigin] ?? 0) + 1;
  return {
    url,
    finalUrl: result.finalUrl,
    redirects: result.hops,
    status: result.status,
    contentType: result.document.contentType,
    bytes: result.document.bytes.length,
    caching: {
      etag: result.validators.etag,
      lastModified: result.validators.lastModified,
      cacheControl: result.headers["cache-control"] ?? null,
      expires: result.headers.expires ?? null,
    },
    format: parsed.format,
    encoding: parsed.encoding,
    title: parsed.title,
    selfUrl: parsed.selfUrl,
    hubs: parsed.hubUrls,
    ttlMinutes: parsed.ttlMinutes,
    stoppedBy: parsed.stoppedBy,
    problems: parsed.problems,
    leftOut: problems,
    dates,
    datesAreTheRequests: detectAlwaysNow(parsed, now),
    ids,
    entries: entries.map(({ guid, url: link, title, publishedAt, language }) => ({
      guid,
      url: link,
      title,
      published: new Date(publishedAt).toISOString(),
      language,
    })),
  };
}

function printReport(report: Report): string {
  const count = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, n]) => `${n} ${name}`)
      .join(", ") || "none";
  const lines = [
    `${report.url}`,
    `  answer      ${report.status}, ${report.contentType ?? "no content type"}, ${report.bytes} bytes${report.redirects.length > 0 ? `, moved to ${report.finalUrl}` : ""}`,
    `  caching     ETag ${report.caching.etag ?? "none"}; Last-Modified ${report.caching.lastModified ?? "none"}; Cache-Control ${report.caching.cacheControl ?? "none"}`,
    `  format      ${report.format}, ${report.encoding}, "${report.title ?? ""}"`,
    `  entries     ${report.entries.length}${report.stoppedBy === null ? "" : ` (reading stopped: ${report.stoppedBy})`}`,
    `  ids         ${count(report.ids)}`,
    `  dates       ${count(report.dates)}${report.datesAreTheRequests ? "; every date is the time of the request" : ""}`,
    `  hub         ${report.hubs.join(", ") || "none"}`,
    `  problems    ${report.problems.length === 0 ? "none" : report.problems.length}`,
    ...report.problems.map(
      (problem) => `    line ${problem.line ?? "?"}, column ${problem.column ?? "?"}: ${problem.message}`,
    ),
    ...report.entries.slice(0, 10).map((entry) => `  ${entry.published}  ${entry.title}  ${entry.url ?? ""}`),
  ];
  return lines.join("\n");
}
