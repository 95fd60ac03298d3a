import type { Parser } from "../../src/domain/ports.ts";
import { readDocument } from "../../src/ingest/reading/read-document.ts";
import type { Reader } from "../../src/ingest/reading/reading-types.ts";
import { normaliseFeed } from "../../src/normalise/normalise-feed.ts";
import type { ParseLimits } from "../../src/parse/parse-limits.ts";

/** Reads on the calling thread, without a deadline: for documents that one trusts, and for tests. */
export function createInlineReader(limits: ParseLimits): Reader {
  return { read: (document, task) => readDocument(document, task, limits) };
}

/** Reads all that `parse` gives, every time: knows nothing of hashes. */
export function readerOf(parse: Parser["parse"]): Reader {
  return {
    async read(document, { feed, now }) {
      const head = await parse(document);
      const { entries, problems } = normaliseFeed(head, feed, () => now, now);
      return { head, entries, problems, itemHashes: entries.map(() => null), seen: [], gzip: null };
    },
  };
}
