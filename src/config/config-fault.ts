/** A fault in the configuration file: the path of the setting, and what was expected there. */
export interface ConfigFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
