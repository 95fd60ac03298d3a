import type { Connection } from "../../connection.ts";
import { searchIdsMax } from "../search/search-row.ts";
import { readVarint } from "./varint.ts";

/**
 * A part of the full-text index. FTS5 writes the words of each batch of entries as a new segment, and merges segments
 * later. The pages of a segment are numbered from `firstPage` to `lastPage`.
 */
export interface Segment {
  readonly id: number;
  readonly firstPage: number;
  readonly lastPage: number;
  /** The ids of entries that the segment still has, although they were removed or indexed again. */
  readonly removed: ReadonlySet<number>;
}

/**
 * The segments of `search`, as FTS5 describes its tables at the beginning of fts5_index.c. null when another version of
 * FTS5 may have written them in another format.
 */
export function readSegments(connection: Connection): readonly Segment[] | null {
  const version = connection.sql<number>("SELECT v FROM search_config WHERE k = 'version'").pluck().get();
  const block = connection.sql<Buffer>("SELECT block FROM search_data WHERE id = 10").pluck().get();
  if (version !== versionRead || block?.readUInt32BE(4) !== structureMark) return null;
  const place = { at: 8 };
  const read = () => readVarint(block, place);
  const levels = read();
  // The numbers of segments and of writes follow.
  read();
  read();
  const segments: Segment[] = [];
  for (let level = 0; level < levels; level += 1) {
    // Each level begins with the number of segments that are being merged into the next level.
    read();
    for (let left = read(); left > 0; left -= 1) segments.push(readSegment(connection, read));
  }
  // A segment without pages has been merged into another one.
  return segments.filter(({ lastPage }) => lastPage > 0);
}

/** FTS5_CURRENT_VERSION and FTS5_STRUCTURE_V2 in fts5_index.c. */
const versionRead = 4;
const structureMark = 0xff000001;

function readSegment(connection: Connection, read: () => number): Segment {
  const [id, firstPage, lastPage] = [read(), read(), read()];
  // When the segment was written, from one number of writes to another.
  read();
  read();
  const tombstonePages = read();
  // The numbers of its tombstones and of its rows.
  read();
  read();
  return { id, firstPage, lastPage, removed: tombstonePages === 0 ? new Set() : readRemoved(connection, id) };
}

/** The number of the first page of a segment in the table of all pages (fts5_dri in fts5_index.c). */
export function pageRow(segmentId: number, page: number): bigint {
  return (BigInt(segmentId) << 37n) + BigInt(page);
}

/** Reads the tombstone pages of a segment. Each has a header of 8 bytes, and row numbers of 4 or 8 bytes or zeros. */
function readRemoved(connection: Connection, segmentId: number): ReadonlySet<number> {
  const first = pageRow(segmentId + 2 ** 16, 0);
  const pages = connection
    .sql<Buffer>("SELECT block FROM search_data WHERE id >= ? AND id < ?")
    .pluck()
    .all(first, first + (1n << 37n));
  const removed = new Set<number>();
  for (const page of pages) {
    const size = page[0] === 4 ? 4 : 8;
    for (let at = 8 + size; at <= page.length; at += size) {
      const id = page.readUInt32BE(at - 4) % searchIdsMax;
      if (id > 0) removed.add(id);
    }
  }
  return removed;
}
