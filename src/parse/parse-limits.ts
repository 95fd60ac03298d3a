/**
 * The limits for one document. A document with too many bytes, items, elements or repairs is read up to that limit, and
 * `stoppedBy` names the limit. The other limits leave out the surplus and do not end the reading.
 */
export interface ParseLimits {
  readonly documentBytesMax: number;
  readonly itemsMax: number;
  /** Elements that are nested deeper are read as if they were not nested. */
  readonly depthMax: number;
  readonly elementsMax: number;
  readonly attributesPerElementMax: number;
  /**
   * The number of general entities that a DTD may declare, and the length of each value in characters. References to
   * entities beyond these limits stay as written.
   */
  readonly entitiesMax: number;
  readonly entityCharsMax: number;
  /** How many characters declared entities may add to one document. Further references stay as written. */
  readonly expansionCharsMax: number;
  readonly problemsMax: number;
  /**
   * How many characters may be read a second time while damage is repaired, as a multiple of the document's length.
   * `readXmlEvents` allows 10,000 characters in addition.
   */
  readonly repairFactorMax: number;
}

/** The limits that apply unless a caller hands in others. */
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
