import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { cleanText } from "./clean-text.ts";
import { blockElements, hiddenElements, lineElements, spaceElements } from "./html-elements.ts";
import { prepareHtml } from "./prepare-html.ts";

/**
 * The words of a piece of HTML as a reader sees them: paragraphs separated by "\n\n", lines by "\n", white space folded, entities decoded
 * once, NFC, no control characters. Never throws. It reads the tokenizer's events and keeps no stack of open elements, so that its time is
 * linear in the input however deep that is nested.
 */
export function plainText(html: string): string {
  const input = prepareHtml(html);
  const writer = textWriter();
  if (!input.includes("<") && !input.includes("&")) {
    writer.write(input);
    return writer.finish();
  }
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, textEvents(input, writer));
  tokenizer.write(input);
  tokenizer.end();
  return writer.finish();
}

const separators = ["", " ", "\n", "\n\n"] as const;
type Gap = 0 | 1 | 2 | 3;

interface TextWriter {
  write(text: string): void;
  /** Asks for a gap before the next word; the widest one that was asked for wins, 0 asks for none. */
  gap(gap: Gap): void;
  finish(): string;
}

/** Joins runs of text; white space inside them is folded once, when a run ends. */
function textWriter(): TextWriter {
  const parts: string[] = [];
  let run = "";
  let due: Gap = 0;
  function endRun(): void {
    const words = cleanText(run).replace(/\s+/g, " ");
    const bare = words.trim();
    run = "";
    if (words.startsWith(" ") && due === 0) due = 1;
    if (bare === "") return;
    if (parts.length > 0) parts.push(separators[due]);
    parts.push(bare);
    due = words.endsWith(" ") ? 1 : 0;
  }
  return {
    write: (text) => {
      run += text;
    },
    gap: (gap) => {
      if (gap === 0) return;
      endRun();
      if (gap > due) due = gap;
    },
    finish: () => {
      endRun();
      // A combining mark may have come from another element than its letter.
      return parts.join("").normalize("NFC");
    },
  };
}

/** The tokenizer's events as text: what is hidden is left out, elements that part words ask for their gap. */
function textEvents(input: string, writer: TextWriter): TokenizerCallbacks {
  let hiddenIn = "";
  let hiddenDepth = 0;
  const ignore = (): void => undefined;
  return {
    ontext: (start, end) => {
      if (hiddenDepth === 0) writer.write(input.slice(start, end));
    },
    ontextentity: (codepoint) => {
      if (hiddenDepth === 0) writer.write(String.fromCodePoint(codepoint));
    },
    onopentagname: (start, end) => {
      const name = input.slice(start, end).toLowerCase();
      if (hiddenDepth > 0) {
        if (name === hiddenIn) hiddenDepth += 1;
        return;
      }
      writer.gap(gapOf(name));
      if (!hiddenElements.has(name)) return;
      hiddenIn = name;
      hiddenDepth = 1;
    },
    onclosetag: (start, end) => {
      const name = input.slice(start, end).toLowerCase();
      if (hiddenDepth === 0) writer.gap(gapOf(name));
      else if (name === hiddenIn) hiddenDepth -= 1;
    },
    onattribdata: ignore,
    onattribentity: ignore,
    onattribend: ignore,
    onattribname: ignore,
    oncdata: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onend: ignore,
    onopentagend: ignore,
    onprocessinginstruction: ignore,
    onselfclosingtag: ignore,
  };
}

function gapOf(name: string): Gap {
  if (blockElements.has(name)) return 3;
  if (lineElements.has(name)) return 2;
  return spaceElements.has(name) ? 1 : 0;
}
