import { QuoteType } from "htmlparser2";
import { isTagName, isVocabularyName } from "./element-names.ts";
import type { Parts } from "./event-parts.ts";

/** Handles start and end tags and attributes, including damaged ones. */
export function tagEvents(parts: Parts) {
  return { ...tagCallbacks(parts), ...attributeCallbacks(parts) };
}

/**
 * Handles a text that ends inside a tag, because the value of an attribute was never closed. Everything after the first
 * ">" of the tag is read again.
 */
export function closeUnfinishedTag({ text, problems, state, halt, openTag }: Parts): void {
  if (!state.inTag) return;
  const end = text.indexOf(">", state.tagOffset);
  problems.note("quote-not-closed", "A tag is not closed", state.tagOffset);
  if (end === -1) return;
  openTag(false);
  halt(end + 1, text.length);
}

function tagCallbacks({ text, handler, problems, state, halt, openTag }: Parts) {
  return {
    onopentagname(start: number, end: number) {
      const name = text.slice(start + state.base, end + state.base);
      const offset = start + state.base - 1;
      if (!isTagName(name)) {
        // "a < b", "x<5", "<<<" are not tags. A later "<" inside the supposed name may still start one.
        const inner = name.lastIndexOf("<");
        const next = inner === -1 ? end + state.base : start + state.base + inner;
        problems.note("bare-less-than", 'A "<" that does not start a tag was read as text', offset);
        const lostEnd = inner > 0 && isTagName(name.slice(0, inner)) && isVocabularyName(name.slice(0, inner));
        if (lostEnd) handler.open(name.slice(0, inner), [], false, offset);
        else handler.text(text.slice(offset, next), offset);
        return halt(next, end + state.base);
      }
      Object.assign(state, { tagName: name, tagOffset: offset, inTag: true, attributes: [] });
    },
    onopentagend: () => openTag(false),
    onselfclosingtag: () => openTag(true),
    onclosetag(start: number, end: number) {
      const name = text.slice(start + state.base, end + state.base);
      const inner = name.indexOf("<");
      handler.close(inner === -1 ? name.trimEnd() : name.slice(0, inner), start + state.base - 2);
      if (inner === -1) return;
      problems.note("tag-not-closed", "An end tag lacks its >", start + state.base);
      halt(start + state.base + inner, end + state.base);
    },
  };
}

function attributeCallbacks(parts: Parts) {
  const { text, limits, problems, state, halt, openTag } = parts;
  return {
    onattribname(start: number, end: number) {
      const name = text.slice(start + state.base, end + state.base);
      const inner = name.indexOf("<");
      if (inner === -1) {
        state.attributeName = name;
        state.attributeValue = "";
        return;
      }
      interruptedTag(parts, start + state.base + inner, end + state.base);
    },
    onattribdata(start: number, end: number) {
      state.attributeValue += text.slice(start + state.base, end + state.base);
    },
    onattribentity: () => undefined,
    onattribend(quote: QuoteType, end: number) {
      if (!state.inTag) return;
      const value = state.attributeValue;
      const close = value.indexOf(">");
      const quoted = quote === QuoteType.Double || quote === QuoteType.Single;
      if (quoted && close !== -1 && !endsAttribute(text.charCodeAt(end + state.base))) {
        // The quote that ended this value was meant to open another value. The tag ended at the first ">".
        problems.note("quote-not-closed", "An attribute value lacks its closing quote", state.tagOffset);
        const valueStart = end + state.base - 1 - value.length;
        addAttribute(parts, value.slice(0, close));
        openTag(false);
        return halt(valueStart + close + 1, end + state.base);
      }
      if (state.attributes.length < limits.attributesPerElementMax) addAttribute(parts, value);
    },
  };
}

function addAttribute({ state }: Parts, raw: string): void {
  state.attributes.push({ name: state.attributeName, raw });
}

/** Whether this character code may follow a closing quote: white space, "/", ">", "?" or the end of the text (NaN). */
function endsAttribute(code: number): boolean {
  return Number.isNaN(code) || code <= 0x20 || code === 0x2f || code === 0x3e || code === 0x3f;
}

/**
 * Handles a "<" where an attribute was expected. Either the tag lacks its ">", or the text before was not a tag ("x <y
 * and <b>").
 */
function interruptedTag({ text, handler, problems, state, halt, openTag }: Parts, at: number, reached: number): void {
  problems.note("tag-not-closed", "A tag lacks its >", state.tagOffset);
  if (isVocabularyName(state.tagName)) openTag(false);
  else handler.text(text.slice(state.tagOffset, at), state.tagOffset);
  if (!handler.isFull()) halt(at, reached);
}
