import { type CompletedCommand, type CompletedOption, quoted } from "./completed-commands.ts";

/** A completion script for zsh, to be saved as `_wiredesk` in a folder of `fpath`. Pure. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef wiredesk
# Completes wiredesk in zsh. "wiredesk completion zsh" prints this file.
_wiredesk() {
  local at= next i
  local -a found
  for ((i = 2; i < CURRENT; i++)); do
    next="\${at:+$at }\${words[i]}"
    case "$next" in
      ${commands
        .filter(({ path }) => path !== "")
        .map(({ path }) => quoted(path))
        .join("|")}) at=$next ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${commands.flatMap(valueCases).join("\n")}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    case "$at" in
${commands.map(({ path, options }) => caseOf(path, options.map(described))).join("\n")}
    esac
  else
    case "$at" in
${commands
  .map(({ path, words }) =>
    caseOf(
      path,
      words.map(({ word, description }) => pair(word, description)),
    ),
  )
  .join("\n")}
    esac
  fi
  if (( \${#found} )); then _describe wiredesk found; else _files; fi
}
_wiredesk "$@"
`;
}

function valueCases({ path, options }: CompletedCommand): readonly string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ flag }) => `    ${quoted(`${path} ${flag}`)}) _files; return ;;`);
}

function caseOf(path: string, found: readonly string[]): string {
  return `      ${quoted(path)}) found=(${found.map(quoted).join(" ")}) ;;`;
}

const described = ({ flag, description }: CompletedOption) => pair(flag, description);

/** _describe separates a word from its description by the first colon. */
function pair(word: string, description: string): string {
  return description === "" ? word : `${word.replaceAll(":", "\\:")}:${description}`;
}
