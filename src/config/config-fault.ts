/** A fault in the file: where, in words that name the path, and what was expected. */
export interface ConfigFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
