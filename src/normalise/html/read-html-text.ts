import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { blockElements, hiddenElements, lineElements, spaceElements } from "./html-elements.ts";
import { prepareHtml } from "./prepare-html.ts";

/** The separation between two words at a tag: 0 nothing, 1 a space, 2 a new line, 3 a new paragraph. */
export type Gap = 0 | 1 | 2 | 3;

/** Receives the text of a piece of HTML in document order. */
export interface TextWriter {
  write(text: string): void;
  /** Called at each start and end tag outside hidden elements, with the separation that the tag's element needs. */
  gap(gap: Gap): void;
}

/**
 * Sends the text of a piece of HTML to a writer, with entities decoded once and hidden elements left out. Reads the
 * tokenizer's events without a stack of open elements, and so takes linear time, however deeply the input is nested.
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

/** Turns the tokenizer's events into calls of the writer. Hidden elements are left out. */
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
