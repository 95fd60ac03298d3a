import type { Config } from "../config/config.ts";
import { WireError } from "../domain/errors.ts";
import { isWhole, readRoles } from "../domain/service/roles.ts";

/**
 * The configuration with the roles that `--roles` names, if it is given. Errors: usage, for an unknown role or for a
 * part of the roles over a store that only one process can serve.
 */
export function withRoles(config: Config, given: string | undefined): Config {
  const roles = given === undefined ? config.roles : readRoles(given);
  if (!isWhole(roles) && !/^postgres(?:ql)?:/i.test(config.store))
    throw new WireError(
      "usage",
      "--roles: several processes can share only a PostgreSQL store (store: postgres://…); one process serves a store in a file",
    );
  return { ...config, roles };
}
