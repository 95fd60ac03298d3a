import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { blockElements, hiddenElements, lineElements, spaceElements } from "./html-elements.ts";
import { prepareHtml } from "./prepare-html.ts";

/** What stands between two words at a tag: 0 nothing, 1 a space, 2 a new line, 3 a new paragraph. */
export type Gap = 0 | 1 | 2 | 3;

export interface TextWriter {
  write(text: string): void;
  /** An element begins or ends here that asks for a gap before the next word. */
  gap(gap: Gap): void;
}

/**
 * Hands the text of a piece of HTML to a writer, entities decoded once, hidden elements left out. It reads the
 * tokenizer's events and keeps no stack of open elements, so that its time is linear in the input however deep that is
 * nested.
 */
export function readHtmlText(html: string, writer: TextWriter): void {
  const input = prepareHtml(html);
  if (!input.includes("<") && !input.includes("&")) {
    writer.write(input);
    return;
  }
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, textEvents(input, writer));
  tokenizer.write(input);
  tokenizer.end();
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
