import type { DeclaredEntities } from "./entities.ts";

/** Receives a document as events in document order. Offsets count characters of the text. Texts are still undecoded. */
export interface XmlHandler {
  open(name: string, attributes: readonly RawAttribute[], selfClosing: boolean, offset: number): void;
  close(name: string, offset: number): void;
  text(raw: string, offset: number): void;
  cdata(value: string): void;
  entities(declared: DeclaredEntities): void;
  /**
   * Name of the innermost open element as written: where a CDATA section that was never closed must end. "" for none.
   */
  openName(): string;
  /** True once the handler has heard enough: the rest is not read. */
  isFull(): boolean;
}

export interface RawAttribute {
  readonly name: string;
  readonly raw: string;
}

export interface XmlEventLimits {
  readonly attributesPerElementMax: number;
  readonly repairFactorMax: number;
  readonly entitiesMax: number;
  readonly entityCharsMax: number;
  readonly expansionCharsMax: number;
}
