import type { Command } from "commander";
import type { RawDocument } from "../../domain/document.ts";
import { WireError } from "../../domain/errors.ts";
import { listArchiveFiles, readArchiveFile } from "../../ingest/archive/archive-files.ts";
import { type Answer, fetchOnce } from "../../ingest/find-feed.ts";
import type { CliDeps } from "../cli-deps.ts";
import { configOf } from "../with-store.ts";

/**
 * A document that the user named on the command line: the name as given, and the bytes or the reason why they cannot be
 * read.
 */
export interface NamedDocument {
  readonly name: string;
  readonly document: RawDocument | WireError;
}

/**
 * Reads documents in order, each given by path, folder, address or "-" (standard input). `base` replaces the address
 * that relative links resolve against.
 */
export async function* readDocuments(
  deps: CliDeps,
  command: Command,
  targets: readonly string[],
  base: string | null,
): AsyncGenerator<NamedDocument> {
  const baseUrl = base === null ? null : checkUrl(base, "--base");
  for (const target of targets) {
    if (/^https?:\/\//i.test(target)) {
      yield { name: target, document: rebase(await fetchDocument(deps, command, target), baseUrl) };
    } else if (target === "-") {
      yield {
        name: "-",
        document: { bytes: await deps.readStdin(), url: baseUrl ?? "http://localhost/", contentType: null },
      };
    } else {
      for (const file of await listArchiveFiles([target])) {
        yield { name: file.path, document: rebase(await readArchiveFile(file), baseUrl) };
      }
    }
  }
}

/** Fetches a document with one GET under the configuration's limits and address guard. */
export async function fetchDocument(deps: CliDeps, command: Command, url: string): Promise<RawDocument | WireError> {
  const answer = await fetchAnswer(deps, command, url);
  return answer instanceof WireError ? answer : answer.document;
}

/** Like `fetchDocument`, but also returns the status and headers. */
export async function fetchAnswer(deps: CliDeps, command: Command, url: string): Promise<Answer | WireError> {
  const http = await deps.createHttp(configOf(deps, command));
  try {
    return await fetchOnce(http, checkUrl(url, "address"));
  } finally {
    await http.close();
  }
}

function checkUrl(url: string, what: string): string {
  if (!URL.canParse(url)) throw new WireError("usage", `${what} ${url}: expected an absolute address`);
  return new URL(url).href;
}

function rebase(document: RawDocument | WireError, base: string | null): RawDocument | WireError {
  return base === null || document instanceof WireError ? document : { ...document, url: base };
}
