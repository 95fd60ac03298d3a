import type { Config } from "../config/config.ts";
import { readRoles } from "../domain/service/roles.ts";

/** The configuration with the roles that `--roles` names, if it is given. Error: usage, for an unknown role. */
export function withRoles(config: Config, given: string | undefined): Config {
  return given === undefined ? config : { ...config, roles: readRoles(given) };
}
