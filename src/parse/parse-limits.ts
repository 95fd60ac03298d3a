/** The limits for one document. A document over a limit is read up to the limit, and `stoppedBy` names the limit. */
export interface ParseLimits {
  readonly documentBytesMax: number;
  readonly itemsMax: number;
  /** Elements that are nested deeper are read as if they were not nested. */
  readonly depthMax: number;
  readonly elementsMax: number;
  readonly attributesPerElementMax: number;
  /**
   * The number of general entities that a DTD may declare, and the length of each value in characters. Entities beyond
   * these limits stay undecoded.
   */
  readonly entitiesMax: number;
  readonly entityCharsMax: number;
  /** The number of characters that declared entities may add to one document. Further references stay as written. */
  readonly expansionCharsMax: number;
  readonly problemsMax: number;
  /** How many characters may be read a second time while damage is repaired, as a multiple of the document's length. */
  readonly repairFactorMax: number;
}

export const parseLimitsDefault: ParseLimits = {
  documentBytesMax: 16 * 1024 * 1024,
  itemsMax: 10_000,
  depthMax: 256,
  elementsMax: 400_000,
  attributesPerElementMax: 256,
  entitiesMax: 100,
  entityCharsMax: 200,
  expansionCharsMax: 1024 * 1024,
  problemsMax: 100,
  repairFactorMax: 2,
};
