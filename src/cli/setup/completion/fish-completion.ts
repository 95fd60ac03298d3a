import type { CompletedCommand } from "./completed-commands.ts";

/** A completion script for fish, to be saved as `wiredesk.fish` in its completions folder. Pure. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const paths = commands.filter(({ path }) => path !== "").map(({ path }) => inQuotes(path));
  return `# Completes wiredesk in fish. "wiredesk completion fish" prints this file.
function __wiredesk_at
    set -l at ""
    for word in (commandline -opc)[2..-1]
        set -l next (string trim -- "$at $word")
        contains -- "$next" ${paths.join(" ")}; and set at $next
    end
    test "$at" = "$argv[1]"
end
${commands.flatMap(linesOf).join("\n")}
`;
}

function linesOf({ path, options, words }: CompletedCommand): readonly string[] {
  const start = `complete -c wiredesk -n ${inQuotes(`__wiredesk_at '${path}'`)}`;
  const told = (text: string) => (text === "" ? "" : ` -d ${inQuotes(text)}`);
  return [
    ...words.map(({ word, description }) => `${start} -f -a ${word}${told(description)}`),
    ...options.map(
      ({ flag, description, takesValue }) =>
        `${start} -l ${flag.slice(2)}${takesValue ? " -r" : ""}${told(description)}`,
    ),
  ];
}

/** A text in single quotes, in which fish reads \\ and \' as one character each. */
function inQuotes(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
