import { type CompletedCommand, quoted } from "./completed-commands.ts";

/** A completion script for bash. Where no word fits, bash completes names of files. Pure. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  return `# Completes wiredesk in bash. "wiredesk completion bash" prints this file.
_wiredesk() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path= next words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${path:+$path }\${COMP_WORDS[i]}"
    case "\${COMP_WORDS[i-1]}" in
      ${valueFlags(commands).join("|")}) continue ;;
    esac
    case "$next" in
      ${commands
        .filter(({ path }) => path !== "")
        .map(({ path }) => quoted(path))
        .join("|")}) path=$next ;;
    esac
  done
  case "$prev" in
    ${valueFlags(commands).join("|")}) return ;;
  esac
  case "$path" in
${commands.map(wordCase).join("\n")}
  esac
  [[ $cur == -* ]] || words=\${words%%--*}
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _wiredesk wiredesk
`;
}

/** The options that take a value: the word after them is no command. */
function valueFlags(commands: readonly CompletedCommand[]): readonly string[] {
  const flags = commands.flatMap(({ options }) => options.filter(({ takesValue }) => takesValue));
  return [...new Set(flags.map(({ flag }) => flag))];
}

function wordCase({ path, options, words }: CompletedCommand): string {
  const all = [...words.map(({ word }) => word), ...options.map(({ flag }) => flag)];
  return `    ${quoted(path)}) words=${quoted(all.join(" "))} ;;`;
}
