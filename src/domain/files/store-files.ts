/** The facts about a store's file that can be read without changing it. */
export interface StoreInspection {
  readonly bytes: number;
  readonly schema: number;
  /** The schema that this build makes. An older one is migrated when the store is opened. */
  readonly presentSchema: number;
  readonly feeds: number;
  readonly entries: number;
}

/**
 * The facts about a store on a server that can be read without changing it. `schema` 0: its tables are not made yet.
 */
export interface DatabaseInspection extends StoreInspection {
  /** The server and database, without the password. */
  readonly name: string;
  /** The server's version. */
  readonly server: string;
  /** Whether the database role may make tables, which is needed for the first start and for some updates. */
  readonly mayMakeTables: boolean;
}

export interface RestoredStore extends StoreInspection {
  readonly file: string;
  /** Where the file that was there before is kept; null when there was none. */
  readonly keptAs: string | null;
}

/** The functions for the files of stores that are not open. */
export interface StoreFiles {
  /**
   * The version of the database module. Throws when the module cannot be loaded, for example after a change of the
   * Node.js version.
   */
  databaseVersion(): string;
  /** Whether the store is a database on a server and not a file. */
  isOnServer(store: string): boolean;
  /**
   * Looks at a store on a server. Errors: config-invalid, store-away, store-corrupt, store-newer, io-failed.
   */
  inspectDatabase(store: string): Promise<DatabaseInspection>;
  /** The path of a store's file. Errors: config-invalid; usage, when it is on a server. */
  fileOf(store: string): string;
  /**
   * Reads a store's file without changing it, and checks it for damage: the whole file if `whole`, otherwise as much as
   * can be read in seconds. Errors: not-found, store-corrupt, store-newer, store-locked, io-failed.
   */
  inspect(file: string, whole: boolean): StoreInspection;
  /**
   * Puts a copy of a backup in the store's place, and keeps the file that was there under another name. Nothing is
   * changed unless the backup is undamaged and no process has the store open. Errors: those of `inspect`, and conflict.
   */
  restore(backup: string, store: string, now: number): Promise<RestoredStore>;
}
