import type { Connection } from "../../connection.ts";
import { searchIdsMax } from "../search/search-row.ts";
import { pageRow, type Segment } from "./index-segments.ts";
import { readVarint } from "./varint.ts";

/** A token of the index, or all tokens that begin with it. */
export interface Wanted {
  readonly token: string;
  readonly isPrefix: boolean;
}

/** Receives an entry that has the token, and the first of the columns in which it stands. */
export type Take = (entryId: number, column: number) => void;

/** The pages of a segment on which a token may stand. */
export interface Pages {
  readonly segment: Segment;
  readonly from: number;
  readonly to: number;
}

/** Finds the pages of all segments on which a token may stand. The first and the last of them may not have it. */
export function pagesOf(connection: Connection, segments: readonly Segment[], wanted: Wanted): readonly Pages[] {
  const first = keyOf(wanted);
  const last = wanted.isPrefix ? Buffer.concat([first, Buffer.from([0xff])]) : first;
  connection.limits.check(segments.length);
  const ids = JSON.stringify(segments.map(({ id }) => id));
  const found = connection.sql<{ from: number | null; to: number | null }>(pagesSql).all(first, last, ids);
  return segments.map((segment, at) => ({
    segment,
    from: Math.max(found[at]?.from ?? 0, segment.firstPage),
    to: Math.min(found[at]?.to ?? segment.lastPage, segment.lastPage),
  }));
}

/** For each page, FTS5 keeps a beginning of its first token, and twice the number of the page or one more. */
const pagesSql = `SELECT
    (SELECT pgno >> 1 FROM search_idx WHERE segid = s.value AND term <= ? ORDER BY term DESC LIMIT 1) AS "from",
    (SELECT pgno >> 1 FROM search_idx WHERE segid = s.value AND term > ? ORDER BY term LIMIT 1) AS "to"
  FROM json_each(?) s`;

/** FTS5 writes "0" (FTS5_MAIN_PREFIX) before each token. */
function keyOf({ token }: Wanted): Buffer {
  return Buffer.from(`0${token}`);
}

/** Reads the entries that have a token from the pages of a segment. */
export function readPostings(connection: Connection, { segment, from, to }: Pages, wanted: Wanted, take: Take): void {
  const read = connection.sql<Buffer>("SELECT block FROM search_data WHERE id BETWEEN ? AND ? ORDER BY id").pluck();
  const lists = createListReader(segment.removed, take);
  const terms = createTermReader(wanted);
  for (let page = from; page <= to; page += pagesAtOnce) {
    connection.limits.check(stepsPerPage * pagesAtOnce);
    const last = Math.min(page + pagesAtOnce - 1, to);
    const blocks = read.all(pageRow(segment.id, page), pageRow(segment.id, last));
    if (blocks.some((block) => terms.readPage(block, lists))) return;
  }
}

/** Reading a page takes as long as this many steps of a walk. */
const stepsPerPage = 16;
/** Reading several pages with one statement is faster. */
const pagesAtOnce = 32;

/** Reads the lists of the tokens that are wanted, page by page. */
function createTermReader(wanted: Wanted) {
  const key = keyOf(wanted);
  /** As many bytes of the last token as `key` has, and the length of the whole token. */
  const term = new Uint8Array(key.length);
  let length = 0;
  /** Whether the last token is wanted. */
  let isWanted = false;

  /** Less than 0 when the token comes before those that are wanted, greater when it comes after them. */
  function order(): number {
    for (let at = 0; at < key.length; at += 1) {
      if (at >= length) return -1;
      const difference = (term[at] ?? 0) - (key[at] ?? 0);
      if (difference !== 0) return difference;
    }
    return wanted.isPrefix ? 0 : length - key.length;
  }

  /** Returns whether all tokens that are wanted have been read. */
  function readPage(block: Buffer, lists: ListReader): boolean {
    const end = block.readUInt16BE(2);
    const footer = { at: end };
    let next = footer.at < block.length ? readVarint(block, footer) : end;
    if (isWanted) lists.goOn(block, 4, next);
    for (let isFirst = true; next < end; isFirst = false) {
      const place = { at: next };
      next = footer.at < block.length ? next + readVarint(block, footer) : end;
      const same = isFirst ? 0 : readVarint(block, place);
      const added = readVarint(block, place);
      length = same + added;
      for (let at = same; at < length && at < term.length; at += 1) term[at] = block[place.at + at - same] ?? 0;
      const isBefore = order();
      if (isBefore > 0) return true;
      isWanted = isBefore === 0;
      if (isWanted) lists.readList(block, place.at + added, next);
    }
    return false;
  }

  return { readPage };
}

type ListReader = ReturnType<typeof createListReader>;

/**
 * Reads the list of a token: for each entry its row number, as the difference from the row number before, and the
 * places of the token. A list may go on on the next page, even in the middle of the places.
 */
function createListReader(removed: ReadonlySet<number>, take: Take) {
  /** The id of the last entry. It is the lower part of the row number. */
  let id = 0;
  /** How many bytes of the last entry's places are on the next page. */
  let left = 0;
  /** Whether the first column of the last entry is not yet known. "marked": the column's number follows. */
  let open: "no" | "unread" | "marked" = "no";

  function found(column: number): void {
    open = "no";
    if (removed.size === 0 || !removed.has(id)) take(id, column);
  }

  /** The places of the last entry go from `at` to `end`, as far as they are on this page. */
  function readColumn(block: Buffer, at: number, end: number): void {
    if (at >= end) return;
    if (open === "marked") found(block[at] ?? 0);
    else if (block[at] !== columnMark) found(0);
    else if (at + 1 < end) found(block[at + 1] ?? 0);
    else open = "marked";
  }

  /** Reads a list, or what a page has of it. Its first row number is no difference. */
  function readList(block: Buffer, from: number, end: number): void {
    let at = from;
    id = 0;
    while (at < end) {
      // This is what readVarint does, written out because it is done for each entry of each token.
      let byte = block[at++] ?? 0;
      let value = byte & 0x7f;
      for (; byte >= 0x80; value = (value << 7) | (byte & 0x7f)) byte = block[at++] ?? 0;
      id = (id + value) & (searchIdsMax - 1);
      byte = block[at++] ?? 0;
      let bytes = byte & 0x7f;
      for (; byte >= 0x80; bytes = (bytes << 7) | (byte & 0x7f)) byte = block[at++] ?? 0;
      const next = at + (bytes >>> 1);
      if (at + 1 < end) found(block[at] === columnMark ? (block[at + 1] ?? 0) : 0);
      else {
        open = "unread";
        readColumn(block, at, Math.min(next, end));
      }
      at = next;
    }
    left = at - end;
  }

  /** Goes on with a list at the beginning of a page. */
  function goOn(block: Buffer, from: number, end: number): void {
    const rest = Math.min(from + left, end);
    if (open !== "no") readColumn(block, from, rest);
    left -= rest - from;
    if (rest < end) readList(block, rest, end);
  }

  return { readList, goOn };
}

/** In the places of a token, this byte is followed by the number of a column. Places of column 0 come first. */
const columnMark = 1;
