import type { DeclaredEntities } from "./entities.ts";

/** Receives a document as events in document order. Offsets count characters of the text. Texts are not decoded yet. */
export interface XmlHandler {
  open(name: string, attributes: readonly RawAttribute[], selfClosing: boolean, offset: number): void;
  close(name: string, offset: number): void;
  text(raw: string, offset: number): void;
  cdata(value: string): void;
  entities(declared: DeclaredEntities): void;
  /**
   * The name of the innermost open element as written; "" when there is none. An unclosed CDATA section must end before
   * the end tag of this element.
   */
  openName(): string;
  /** True when the handler needs no more events. The rest of the text is then not read. */
  isFull(): boolean;
}

/** An attribute of a start tag, with its name and its value as written. */
export interface RawAttribute {
  readonly name: string;
  readonly raw: string;
}

/** The limits of `ParseLimits` that apply to reading events. */
export interface XmlEventLimits {
  readonly attributesPerElementMax: number;
  readonly repairFactorMax: number;
  readonly entitiesMax: number;
  readonly entityCharsMax: number;
  readonly expansionCharsMax: number;
}
