import type { Command } from "commander";
import { formatEvalReport } from "../../dedupe/eval/format-report.ts";
import { runEval } from "../../dedupe/eval/run-eval.ts";
import { WireError } from "../../domain/errors.ts";
import type { CliDeps } from "../cli-deps.ts";

/** `wiredesk eval DATASET [--pairs FILE] [--judged FILE] [--errors N] [--json]` */
export function addEvalCommand(program: Command, deps: CliDeps): void {
  program
    .command("eval")
    .description(
      "measure deduplication on labelled items: quality, speed, memory, and the worst mistakes with their reasons",
    )
    .argument("<dataset>", "JSON lines (.gz too): id, title, summary, source, url, published, lang, story")
    .option("--pairs <file>", "labelled pairs: a, b, label (duplicate, derived, not_duplicate)")
    .option(
      "--judged <file>",
      "pairs judged by reading: a, b, kind (copy, story), label (right, wrong, missed, doubtful), lang",
    )
    .option("--errors <number>", "print this many of the worst mistakes, with both texts and the reasons", "0")
    .option("--json", "the report as one JSON document")
    .action(async (dataset: string, options: { pairs?: string; judged?: string; errors: string; json?: boolean }) => {
      const errors = Number(options.errors);
      if (!Number.isInteger(errors) || errors < 0)
        throw new WireError("usage", `--errors ${options.errors}: expected a whole number`);
      // Import late: the normalise stage is large, and `serve` starts from this program too.
      const { evalItem } = await import("./eval-item.ts");
      const { pairs = null, judged = null } = options;
      const report = await runEval({ dataset, pairs, judged, errors, toItem: evalItem });
      deps.out(options.json === true ? JSON.stringify(report) : formatEvalReport(report));
    });
}
