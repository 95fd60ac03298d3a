import { readDoctype } from "./doctype.ts";
import type { Parts } from "./event-parts.ts";

/** Handles texts, CDATA sections, comments and declarations, including unclosed ones. */
export function contentEvents({ text, handler, limits, problems, state, halt }: Parts) {
  return {
    ontext(start: number, end: number) {
      handler.text(text.slice(start + state.base, end + state.base), start + state.base);
    },
    ontextentity: () => undefined,
    oncdata(start: number, end: number, trailing: number) {
      const from = start + state.base;
      const value = text.slice(from, end + state.base - trailing);
      const cut = unclosedCdataEnd(value, handler.openName(), trailing === 0);
      handler.cdata(cut === null ? value : value.slice(0, cut));
      if (trailing === 0 || cut !== null) problems.note("cdata-not-closed", "A CDATA section lacks its ]]>", from);
      if (cut !== null) halt(from + cut, end + state.base);
    },
    oncomment(start: number, end: number, trailing: number) {
      const unclosed = trailing === 0 && end + state.base === text.length;
      if (!unclosed && !swallowsItemEnd(text.slice(start + state.base, end + state.base))) return;
      problems.note("comment-not-closed", "A comment lacks its -->", start + state.base);
      halt(start + state.base, end + state.base);
    },
    ondeclaration(start: number, end: number) {
      const doctype = readDoctype(text, start + state.base, limits);
      if (doctype === null) return;
      handler.entities(doctype.entities);
      if (doctype.end > end + state.base) halt(doctype.end, doctype.end);
    },
    onprocessinginstruction: () => undefined,
    onend: () => undefined,
  };
}

/**
 * True when a comment contains the end tag of an item whose start tag is before the comment. Such a comment was never
 * closed, and its "-->" belongs to another comment.
 */
function swallowsItemEnd(comment: string): boolean {
  const end = comment.search(itemEnd);
  if (end === -1) return false;
  const start = comment.search(itemStart);
  return start === -1 || end < start;
}

const itemEnd = /<\/(?:item|entry)>/i;
const itemStart = /<(?:item|entry)[\s>]/i;

/**
 * The offset in the value of an unclosed CDATA section at which the section should have ended: before the end tag of
 * its element. null when the section is closed, or when the end tag is missing too.
 */
function unclosedCdataEnd(value: string, openName: string, atEndOfText: boolean): number | null {
  if (openName === "") return null;
  const next = atEndOfText ? value.length : value.indexOf("<![CDATA[");
  if (next === -1) return null;
  const end = value.indexOf(`</${openName}>`);
  return end !== -1 && end < next ? end : null;
}
