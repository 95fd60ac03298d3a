import type { EvalItem, EvalReport, JudgedScore, Mistake, PairScore, ShareOf } from "./eval-types.ts";

/** The report as text for a terminal. */
export function formatEvalReport(report: EvalReport): string {
  const lines = [
    `${report.dataset}: ${report.items} items, ${report.copies} copies (largest ${report.largestCopy}), ${report.stories} stories (largest ${report.largestStory})`,
    `speed ${report.documentsPerSecond} documents/s, ${report.bytesPerItem} bytes a live item (${report.liveItems} live)`,
    `decisions: ${Object.entries(report.joins)
      .map(([code, count]) => `${code} ${count}`)
      .join(", ")}`,
  ];
  if (report.bCubed !== null) {
    const { labelled, precision, recall, f } = report.bCubed;
    lines.push(
      `stories (B-cubed over ${labelled} labelled): precision ${share(precision)}, recall ${share(recall)}, F ${share(f)}`,
    );
  }
  if (report.pairs.length > 0) lines.push("copies (labelled pairs):", ...report.pairs.map(pairLine));
  if (report.judged.length > 0) lines.push("judged pairs (95 % intervals):", ...report.judged.map(judgedLine));
  for (const mistake of report.mistakes) lines.push("", ...mistakeLines(mistake));
  return lines.join("\n");
}

function pairLine(row: PairScore): string {
  const scores = `precision ${share(row.precision)} recall ${share(row.recall)} F ${share(row.f)}`;
  const counts = `${row.found}/${row.duplicates} found, ${row.wrong}/${row.notDuplicates} wrong, ${row.derivedJoined}/${row.derived} derived joined`;
  return `  ${row.what.padEnd(20)} ${scores}  (${counts})`;
}

function judgedLine({ what, kept, found, parted, doubtfulTogether }: JudgedScore): string {
  const told = `kept ${shareOf(kept)}, found ${shareOf(found)}, parted ${shareOf(parted)}`;
  return `  ${what.padEnd(10)} ${told}, doubtful together ${doubtfulTogether.count}/${doubtfulTogether.of}`;
}

/** "45/52 (74 to 94 %)" */
function shareOf({ count, of, low, high }: ShareOf): string {
  const interval = low === null || high === null ? "" : ` (${Math.round(low * 100)} to ${Math.round(high * 100)} %)`;
  return `${count}/${of}${interval}`;
}

function share(value: number | null): string {
  return value === null ? "-" : value.toFixed(3);
}

function mistakeLines(mistake: Mistake): readonly string[] {
  return [
    mistake.kind,
    ...itemLines("a", mistake.a),
    ...itemLines("b", mistake.b),
    ...mistake.reasons.map((reason) => `   ${reason.code}: ${reason.text}`),
  ];
}

const summaryCharsMax = 300;

function itemLines(name: string, item: EvalItem): readonly string[] {
  const summary = item.summary.replace(/\s+/gu, " ").slice(0, summaryCharsMax);
  return [
    ` ${name} ${item.source} ${item.published ?? ""} ${item.id}`,
    `   ${item.title}`,
    ...(summary === "" ? [] : [`   ${summary}`]),
  ];
}
