import { Secret } from "../../src/config/secret.ts";

/** A secret of the configuration. */
export function hidden(text: string): Secret {
  return new Secret(text);
}
