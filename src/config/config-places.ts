import { existsSync } from "node:fs";
import { isAbsolute, join, sep } from "node:path";

/** Where wiredesk looks for its configuration when `--config` names none, and where `wiredesk init` writes it. */
export interface ConfigPlaces {
  /** The configuration in the user's folder. */
  readonly userFile: string;
  /** The store that belongs to the user's configuration and to the built-in one. */
  readonly userStore: string;
  /** The configuration that is shipped in the package. */
  readonly shippedFile: string;
  /** The JSON Schema of the configuration, for editors. */
  readonly schemaFile: string;
  /** Whether npm installed the package. Only then does `shippedFile` serve when there is no other configuration. */
  readonly isInstalled: boolean;
}

/** Relative to the working directory. */
const localFile = "config/wiredesk.yaml";

/** The user's folders follow the XDG Base Directory Specification, which ignores variables with relative paths. */
export function configPlaces(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  packageFolder: string,
): ConfigPlaces {
  const folder = (given: string | undefined, usual: string) =>
    given !== undefined && isAbsolute(given) ? given : join(home, usual);
  return {
    userFile: join(folder(env.XDG_CONFIG_HOME, ".config"), "wiredesk", "wiredesk.yaml"),
    userStore: join(folder(env.XDG_DATA_HOME, ".local/share"), "wiredesk", "wiredesk.db"),
    shippedFile: join(packageFolder, "config", "wiredesk.yaml"),
    schemaFile: join(packageFolder, "config", "wiredesk.schema.json"),
    isInstalled: packageFolder.split(sep).includes("node_modules"),
  };
}

export interface FoundConfig {
  readonly file: string;
  /** True when no configuration exists and the shipped one is used, with its store in the user's folder. */
  readonly isBuiltIn: boolean;
}

/** The configuration to read. `given`: what `--config` names, or null. */
export function findConfig(given: string | null, places: ConfigPlaces): FoundConfig {
  const file = given ?? [localFile, places.userFile].find((one) => existsSync(one));
  if (file !== undefined) return { file, isBuiltIn: false };
  return places.isInstalled ? { file: places.shippedFile, isBuiltIn: true } : { file: localFile, isBuiltIn: false };
}
