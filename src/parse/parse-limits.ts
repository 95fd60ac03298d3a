/** What one document may cost. A document over a limit is read up to it and says so in `stoppedBy`. */
export interface ParseLimits {
  readonly documentBytesMax: number;
  readonly itemsMax: number;
  /** Elements nested deeper are read as if they were not nested. */
  readonly depthMax: number;
  readonly elementsMax: number;
  readonly attributesPerElementMax: number;
  /** General entities that a DTD may declare, and the length of each value in characters; more are left undecoded. */
  readonly entitiesMax: number;
  readonly entityCharsMax: number;
  /** Characters that declared entities may add to one document; references beyond it stay as written. */
  readonly expansionCharsMax: number;
  readonly problemsMax: number;
  /** Characters that may be read a second time while damage is repaired, as a multiple of the document's length. */
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
