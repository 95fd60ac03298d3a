import type { Config } from "./config.ts";
import { Secret } from "./secret.ts";

/**
 * A configuration in a form that can be posted to another thread of this process. It holds secrets in clear: never log
 * it.
 */
export interface CarriedConfig {
  readonly carried: unknown;
}

/**
 * Made ready to be posted: another thread then has the very configuration of this one, and reads and checks nothing
 * itself.
 */
export function carryConfig(config: Config): CarriedConfig {
  return { carried: convert(config, (value) => (value instanceof Secret ? { [secretMark]: value.reveal() } : null)) };
}

/** What `carryConfig` was given, frozen as that was. */
export function receiveConfig({ carried }: CarriedConfig): Config {
  return convert(carried, (value) =>
    secretMark in value ? Object.freeze(new Secret(String(value[secretMark]))) : null,
  ) as Config;
}

/** No key of the configuration: header and query names have no spaces. */
const secretMark = "a secret";

/**
 * A frozen copy in which `replace` decides on each object; null keeps it and goes on inside. The depth is that of the
 * configuration's schema.
 */
function convert(value: unknown, replace: (value: object & { [secretMark]?: unknown }) => object | null): unknown {
  if (typeof value !== "object" || value === null) return value;
  const other = replace(value);
  if (other !== null) return other;
  if (Array.isArray(value)) return Object.freeze(value.map((item) => convert(item, replace)));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, convert(item, replace)]));
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item, replace)])));
}
