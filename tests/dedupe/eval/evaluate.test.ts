import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bCubed } from "../../../src/dedupe/eval/b-cubed.ts";
import type { ToItem } from "../../../src/dedupe/eval/eval-types.ts";
import { formatEvalReport } from "../../../src/dedupe/eval/format-report.ts";
import { runEval } from "../../../src/dedupe/eval/run-eval.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { makeItem } from "../make-item.ts";
import { ownWords, printed, report, unrelated } from "../texts.ts";

let folder = "";
const toItem: ToItem = (raw, { id, sourceId, arrivedAt }) =>
  makeItem(id, { headline: raw.title, text: raw.summary, sourceId, arrivedAt, publishedAt: arrivedAt });
const line = (
  id: string,
  told: { headline: string; text: string },
  source: string,
  published: string,
  story: string,
): string =>
  JSON.stringify({ id, title: told.headline, summary: told.text, source, url: "", published, lang: "en", story });

beforeAll(async () => {
  folder = makeFolder();
  const items = [
    line("wire", report, "Reuters", "2026-06-16T04:00:00Z", "reef"),
    line("reprint", printed, "Gazette", "2026-06-16T05:00:00Z", "reef"),
    line("own", ownWords, "Herald", "2026-06-16T05:30:00Z", "reef"),
    line("milk", unrelated, "Gazette", "2026-06-16T04:30:00Z", "milk"),
  ];
  const pairs = [
    { a: "wire", b: "reprint", label: "duplicate", title_equal: false },
    { a: "wire", b: "own", label: "not_duplicate", title_equal: false },
    { a: "wire", b: "milk", label: "duplicate", title_equal: false },
  ];
  await writeFile(join(folder, "items.jsonl.gz"), gzipSync(items.join("\n")));
  await writeFile(join(folder, "pairs.jsonl"), pairs.map((pair) => JSON.stringify(pair)).join("\n"));
  await writeFile(join(folder, "broken.jsonl"), `${items[0]}\n{"id":`);
});

afterAll(async () => {
  removeFolder(folder);
});

test("runEval() streams a data set through the engine and scores copies, stories and mistakes", async () => {
  const found = await runEval({
    dataset: join(folder, "items.jsonl.gz"),
    pairs: join(folder, "pairs.jsonl"),
    errors: 5,
    toItem,
  });
  expect(found).toMatchObject({
    items: 4,
    copies: 3,
    stories: 2,
    largestCopy: 2,
    largestStory: 3,
    bCubed: { labelled: 4, f: 1 },
  });
  expect(found.pairs[0]).toMatchObject({
    what: "all",
    found: 1,
    duplicates: 2,
    wrong: 0,
    notDuplicates: 1,
    precision: 1,
    recall: 0.5,
  });
  expect(found.mistakes.map(({ kind, a, b }) => [kind, a.id, b.id])).toEqual([["missed-copy", "wire", "milk"]]);
  const text = formatEvalReport(found);
  expect(text).toContain("stories (B-cubed over 4 labelled): precision 1.000, recall 1.000, F 1.000");
  expect(text).toContain(report.headline);
});

test("runEval() names the file and line that is not JSON, and a missing file", async () => {
  await expect(
    runEval({ dataset: join(folder, "broken.jsonl"), pairs: null, errors: 0, toItem }),
  ).rejects.toMatchObject({ code: "usage", message: expect.stringContaining("broken.jsonl:2") });
  await expect(runEval({ dataset: join(folder, "none.jsonl"), pairs: null, errors: 0, toItem })).rejects.toMatchObject({
    code: "io-failed",
  });
});

test("bCubed() is the mean over items of the shared part of cluster and label", () => {
  expect(bCubed(["a", "a", "b", null], [1, 1, 1, 1])).toMatchObject({
    labelled: 3,
    precision: expect.closeTo(5 / 9),
    recall: expect.closeTo(1),
  });
  expect(bCubed([null], [1])).toBeNull();
});

test("runEval() counts the judged pairs that are kept, found and separated, with intervals", async () => {
  const judged = [
    { a: "wire", b: "reprint", kind: "copy", label: "right", lang: "en" },
    { a: "wire", b: "own", kind: "copy", label: "wrong", lang: "en" },
    { a: "wire", b: "own", kind: "story", label: "missed", lang: "en" },
    { a: "wire", b: "milk", kind: "story", label: "right", lang: "en" },
    { a: "wire", b: "elsewhere", kind: "story", label: "right", lang: "en" },
  ];
  await writeFile(join(folder, "judged.jsonl"), judged.map((pair) => JSON.stringify(pair)).join("\n"));
  const found = await runEval({
    dataset: join(folder, "items.jsonl.gz"),
    pairs: null,
    judged: join(folder, "judged.jsonl"),
    errors: 0,
    toItem,
  });
  expect(found.judged.map(({ what }) => what)).toEqual(["copy en", "copy all", "story en", "story all"]);
  expect(found.judged[1]).toMatchObject({ kept: { count: 1, of: 1 }, parted: { count: 1, of: 1 } });
  expect(found.judged[3]).toMatchObject({ kept: { count: 0, of: 1 }, found: { count: 1, of: 1 } });
  expect(formatEvalReport(found)).toContain("copy all   kept 1/1 (21 to 100 %), found 0/0, parted 1/1 (21 to 100 %)");
});
