import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { voidElements } from "./html-elements.ts";

/**
 * The greatest number of open elements. Parsers that keep a stack of open elements take time that grows with the square
 * of the stack's depth. No article needs a tenth of this depth.
 */
export const nestingDepthMax = 256;

/**
 * Elements whose start tag closes an open element with the same name (HTML Living Standard, section 13.1.2.4). So many
 * <p> without </p> are not nested in each other.
 */
const closesItself: ReadonlySet<string> = new Set(["p", "li", "dt", "dd", "tr", "td", "th", "option"]);

/**
 * Removes every tag that is not in `kept`, and the start and end tags of elements deeper than `nestingDepthMax`. Texts
 * stay. All parsers read the result alike, so sanitising it twice gives the same as sanitising it once. Takes linear
 * time: it reads the tokenizer's events, and for each tag searches at most 256 open elements.
 */
export function pruneTags(html: string, kept: ReadonlySet<string>): string {
  if (!html.includes("<")) return html;
  const depth = depthCounter();
  const parts: string[] = [];
  let copiedTo = 0;
  let tagStart = 0;
  let dropping = false;
  function endTag(end: number): void {
    if (!dropping) return;
    parts.push(html.slice(copiedTo, tagStart));
    copiedTo = end + 1;
    dropping = false;
  }
  const events: TokenizerCallbacks = {
    ...ignoredEvents,
    onopentagname: (start, end) => {
      tagStart = start - 1;
      const name = html.slice(start, end).toLowerCase();
      dropping = !kept.has(name) || !depth.open(name);
    },
    onopentagend: endTag,
    onselfclosingtag: endTag,
    onclosetag: (start, end) => {
      tagStart = html.lastIndexOf("<", start);
      const name = html.slice(start, end).toLowerCase();
      dropping = !kept.has(name) || !depth.close(name);
      const close = html.indexOf(">", end);
      if (dropping) endTag(close < 0 ? html.length : close);
    },
  };
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: false }, events);
  tokenizer.write(html);
  tokenizer.end();
  parts.push(html.slice(copiedTo));
  return parts.join("");
}

/** Tracks the open elements. `open` and `close` return whether the tag may stay. */
function depthCounter(): { open(name: string): boolean; close(name: string): boolean } {
  const stack: string[] = [];
  const dropped = new Map<string, number>();
  return {
    open: (name) => {
      if (voidElements.has(name)) return true;
      if (closesItself.has(name) && stack.at(-1) === name) return true;
      if (stack.length >= nestingDepthMax) {
        dropped.set(name, (dropped.get(name) ?? 0) + 1);
        return false;
      }
      stack.push(name);
      return true;
    },
    close: (name) => {
      const droppedCount = dropped.get(name) ?? 0;
      if (droppedCount > 0) {
        dropped.set(name, droppedCount - 1);
        return false;
      }
      const at = stack.lastIndexOf(name);
      if (at >= 0) stack.length = at;
      return true;
    },
  };
}

const ignore = (): void => undefined;
const ignoredEvents: TokenizerCallbacks = {
  onattribdata: ignore,
  onattribentity: ignore,
  onattribend: ignore,
  onattribname: ignore,
  oncdata: ignore,
  onclosetag: ignore,
  oncomment: ignore,
  ondeclaration: ignore,
  onend: ignore,
  onopentagend: ignore,
  onopentagname: ignore,
  onprocessinginstruction: ignore,
  onselfclosingtag: ignore,
  ontext: ignore,
  ontextentity: ignore,
};
