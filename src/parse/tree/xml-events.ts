import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import type { ProblemLog } from "../problem-log.ts";
import { contentEvents } from "./content-events.ts";
import type { Parts, State } from "./event-parts.ts";
import { closeUnfinishedTag, tagEvents } from "./tag-events.ts";
import type { XmlEventLimits, XmlHandler } from "./xml-handler.ts";

/**
 * Reads any text as XML and never throws. htmlparser2's tokenizer does the reading. If damage (an unclosed quote, CDATA
 * section or comment, a bare "<") would hide good elements from the tokenizer, a new run of it begins after the damage.
 * `repairFactorMax` bounds how much is read twice, so the time grows linearly with the length of the text.
 */
export function readXmlEvents(text: string, handler: XmlHandler, limits: XmlEventLimits, problems: ProblemLog): void {
  const run = createRun(text, handler, limits, problems);
  // The 10,000 characters allow short documents a few repairs.
  let repairCharsLeft = text.length * limits.repairFactorMax + 10_000;
  let from = 0;
  while (from < text.length) {
    const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: false }, run.callbacks);
    run.begin(tokenizer, from);
    tokenizer.write(from === 0 ? text : text.slice(from));
    if (run.restartAt === null) {
      tokenizer.end();
      run.closeUnfinishedTag();
    }
    if (run.restartAt === null || handler.isFull()) return;
    repairCharsLeft -= run.reached - run.restartAt;
    if (repairCharsLeft < 0) {
      problems.stop(`repairFactorMax ${limits.repairFactorMax}`);
      return;
    }
    from = run.restartAt;
  }
}

interface Run {
  readonly callbacks: TokenizerCallbacks;
  begin(tokenizer: Tokenizer, from: number): void;
  closeUnfinishedTag(): void;
  readonly restartAt: number | null;
  /** How far the tokenizer had read when it was stopped. */
  readonly reached: number;
}

function createRun(text: string, handler: XmlHandler, limits: XmlEventLimits, problems: ProblemLog): Run {
  const state: State = {
    tokenizer: null,
    base: 0,
    restartAt: null,
    reached: 0,
    tagName: "",
    tagOffset: 0,
    inTag: false,
    attributes: [],
    attributeName: "",
    attributeValue: "",
  };
  const halt = (at: number, reached: number) => {
    state.restartAt = at;
    state.reached = reached;
    state.inTag = false;
    state.tokenizer?.pause();
  };
  const openTag = (selfClosing: boolean) => {
    state.inTag = false;
    handler.open(state.tagName, state.attributes, selfClosing, state.tagOffset);
    if (handler.isFull()) halt(text.length, text.length);
  };
  const parts: Parts = { text, handler, limits, problems, state, halt, openTag };
  return {
    callbacks: { ...tagEvents(parts), ...contentEvents(parts) },
    begin(tokenizer, from) {
      Object.assign(state, { tokenizer, base: from, restartAt: null, inTag: false });
    },
    closeUnfinishedTag: () => closeUnfinishedTag(parts),
    get restartAt() {
      return state.restartAt;
    },
    get reached() {
      return state.reached;
    },
  };
}
