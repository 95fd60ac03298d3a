import type { Tokenizer } from "htmlparser2";
import type { ProblemLog } from "../problem-log.ts";
import type { RawAttribute, XmlEventLimits, XmlHandler } from "./xml-handler.ts";

/** The values that the tokenizer's callbacks share while they read one text. */
export interface Parts {
  readonly text: string;
  readonly handler: XmlHandler;
  readonly limits: XmlEventLimits;
  readonly problems: ProblemLog;
  readonly state: State;
  /** Ends this run of the tokenizer; the next run begins at `at`. `reached`: how far this run has read. */
  halt(at: number, reached: number): void;
  /** Emits the tag that has been read. */
  openTag(selfClosing: boolean): void;
}

/** The state of one reading. */
export interface State {
  tokenizer: Tokenizer | null;
  /** The offset in the text at which the present run began. The tokenizer's positions are relative to it. */
  base: number;
  /** The offset at which the next run begins; null while this run goes on. */
  restartAt: number | null;
  /** The offset up to which a halted run has read. */
  reached: number;
  tagName: string;
  tagOffset: number;
  inTag: boolean;
  attributes: RawAttribute[];
  attributeName: string;
  attributeValue: string;
}
