import type { Command } from "commander";
import { WireError } from "../../domain/errors.ts";
import { parseQuery } from "../../domain/query/parse-query.ts";
import { type QueryTrial, trialDays, tryQuery } from "../../domain/query/try-query.ts";
import { emptyFilter } from "../../domain/section.ts";
import { counted } from "../../domain/text/counted.ts";
import type { CliDeps } from "../cli-deps.ts";
import { withStore } from "../with-store.ts";

/**
 * `wiredesk stories try QUERY`: what a query would have reported as a monitor. It fails (usage) when the query is too
 * broad.
 */
export function addTryCommand(stories: Command, deps: CliDeps): void {
  stories
    .command("try")
    .description(
      "try a query before it becomes a section, an alert or a monitor: what it would have reported in a week",
    )
    .argument("<query>", "the query, as in the search of the desk")
    .option("--json", "print one JSON document")
    .action((text: string, options: { json?: boolean }, command: Command) =>
      withStore(deps, command, async (store, config) => {
        const filter = { ...emptyFilter, query: parseQuery(text, config.terms) };
        const page = { filter, collapse: "story", sort: "matched", limit: 1, after: null } as const;
        const read = { hits: store.readHits, page: store.readPage };
        const trial = await tryQuery(read, page, deps.clock.now());
        deps.out(options.json === true ? JSON.stringify(trialJson(trial)) : showTrial(trial));
        if (trial.refused !== null) throw new WireError("usage", `too broad for a monitor: ${trial.refused}`);
      }),
    );
}

function trialJson({ refused, fired, perDay, hits, loudest, newest }: QueryTrial) {
  return {
    ...{ refused, days: trialDays, fired, perDay, entries: hits.entries, loudest },
    newest: newest.items.map(({ storyId, arrivedAt, lead, matched }) => ({
      story: storyId,
      arrived: new Date(arrivedAt).toISOString(),
      source: (matched ?? lead).source.name,
      title: (matched ?? lead).title,
    })),
  };
}

function showTrial(trial: QueryTrial): string {
  const { fired, perDay, loudest, terms, newest } = trial;
  const lines = [`${counted(fired, "story", "stories")} in the last ${trialDays} days, ${perDay} a day`];
  if (terms > 1 && loudest !== null)
    lines.push(`the term that finds most: ${loudest.term} (${counted(loudest.entries, "entry", "entries")})`);
  for (const { storyId, arrivedAt, lead, matched } of newest.items) {
    const { source, title } = matched ?? lead;
    lines.push(`${String(storyId).padStart(7)}  ${new Date(arrivedAt).toISOString()}  ${source.name}: ${title}`);
  }
  return lines.join("\n");
}
