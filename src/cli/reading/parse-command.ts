import type { Command } from "commander";
import type { RawDocument } from "../../domain/document.ts";
import { WireError } from "../../domain/errors.ts";
import type { ParsedFeed } from "../../domain/parsed-feed.ts";
import { counted } from "../../domain/text/counted.ts";
import { bareText } from "../../normalise/html/plain-text.ts";
import type { CliDeps } from "../cli-deps.ts";
import { readDocuments } from "./read-documents.ts";

/** `wiredesk parse [--json] [--base URL] PATH|DIR|URL…` */
export function addParseCommand(program: Command, deps: CliDeps): void {
  program
    .command("parse")
    .description("read feed documents and show the result")
    .argument("<target...>", "files, folders or addresses")
    .option("--json", "one JSON line for each document: file, entries, error")
    .option("--base <url>", "the address that relative links are resolved against")
    .action(async (targets: string[], options: { json?: boolean; base?: string }, command: Command) => {
      const parser = await deps.createReader("archive");
      let refused = 0;
      try {
        for await (const { name, document } of readDocuments(deps, command, targets, options.base ?? null)) {
          const read = await tryParse(document, (raw) => parser.parse(raw));
          if (read instanceof WireError) refused += 1;
          for (const line of options.json === true ? [jsonLine(name, read)] : plainLines(name, read)) deps.out(line);
        }
      } finally {
        await parser.close();
      }
      if (refused > 0) throw new WireError("not-a-feed", `${counted(refused, "document")} could not be read`);
    });
}

async function tryParse(
  document: RawDocument | WireError,
  parse: (document: RawDocument) => Promise<ParsedFeed>,
): Promise<ParsedFeed | WireError> {
  if (document instanceof WireError) return document;
  try {
    return await parse(document);
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

function jsonLine(file: string, read: ParsedFeed | WireError): string {
  if (read instanceof WireError) return JSON.stringify({ file, entries: [], error: read.message, code: read.code });
  const entries = read.items.map((item) => ({
    guid: item.guid ?? "",
    url: item.statedUrl ?? item.url ?? "",
    title: item.title,
    text: bareText(item.contentHtml ?? item.summaryHtml ?? ""),
    date: isoDate(item.published?.at ?? item.updated?.at ?? null),
    authors: item.authors.map((author) => author.name),
    categories: item.categories,
    attachments: item.attachments.map((attachment) => attachment.url),
    language: item.language,
  }));
  const { format, encoding, title, siteUrl, problems, stoppedBy } = read;
  return JSON.stringify({ file, format, encoding, title, siteUrl, entries, problems, stoppedBy });
}

function plainLines(file: string, read: ParsedFeed | WireError): string[] {
  if (read instanceof WireError) return [`${file}: ${read.message}`];
  return [
    `${file}: ${read.format}, ${read.encoding}, "${read.title ?? ""}", ${counted(read.items.length, "item")}, ${counted(read.problems.length, "problem")}`,
    ...read.items.map(
      (item) =>
        `  ${isoDate(item.published?.at ?? item.updated?.at ?? null) ?? "no date"}  ${item.title || "(no title)"}  ${item.url ?? ""}`,
    ),
  ];
}

function isoDate(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
