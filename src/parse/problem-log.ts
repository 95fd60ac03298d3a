import type { Problem } from "../domain/parsed-feed.ts";

/**
 * Collects the repairs and omissions of one document: at most `problemsMax` problems, and at most ten with the same
 * code. Records also the limit that ended the reading.
 */
export interface ProblemLog {
  /** `offset` counts characters of the decoded text; null when the position is unknown. */
  note(code: string, message: string, offset: number | null): void;
  /** Records the limit that ended the reading. Only the first limit is kept. */
  stop(limit: string): void;
  readonly stoppedBy: string | null;
  list(): readonly Problem[];
}

/** `text` is the decoded document. Lines and columns are counted in it, from 1. */
export function createProblemLog(text: string, problemsMax: number): ProblemLog {
  const noted: { code: string; message: string; offset: number | null }[] = [];
  const countByCode = new Map<string, number>();
  let stoppedBy: string | null = null;
  return {
    note(code, message, offset) {
      const count = countByCode.get(code) ?? 0;
      countByCode.set(code, count + 1);
      // One kind of damage that occurs everywhere in a document must not crowd out the others.
      if (noted.length < problemsMax && count < sameKindMax) noted.push({ code, message, offset });
    },
    stop(limit) {
      stoppedBy ??= limit;
    },
    get stoppedBy() {
      return stoppedBy;
    },
    list: () => locate(text, noted),
  };
}

const sameKindMax = 10;

function locate(text: string, noted: { code: string; message: string; offset: number | null }[]): readonly Problem[] {
  const ordered = noted.toSorted((a, b) => (a.offset ?? -1) - (b.offset ?? -1));
  const problems: Problem[] = [];
  let line = 1;
  let lineStart = 0;
  for (const { code, message, offset } of ordered) {
    if (offset === null) {
      problems.push({ code, message, line: null, column: null });
      continue;
    }
    for (let at = text.indexOf("\n", lineStart); at !== -1 && at < offset; at = text.indexOf("\n", lineStart)) {
      line += 1;
      lineStart = at + 1;
    }
    problems.push({ code, message, line, column: offset - lineStart + 1 });
  }
  return problems;
}
