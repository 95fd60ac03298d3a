import type { Config } from "./config.ts";
import { Secret } from "./secret.ts";

/**
 * A configuration in a form that can be posted to another thread of this process. It contains secrets in plain text:
 * never log it.
 */
export interface PackedConfig {
  readonly packed: unknown;
}

/**
 * Prepares the configuration for posting to another thread, so that the other thread need not read and check the file
 * again. A secret becomes a String object. Posting keeps such an object, and a configuration contains no other String
 * objects.
 */
export function packConfig(config: Config): PackedConfig {
  return { packed: convert(config, (value) => (value instanceof Secret ? new String(value.reveal()) : null)) };
}

/** Restores the frozen configuration from the output of `packConfig`. */
export function unpackConfig({ packed }: PackedConfig): Config {
  return convert(packed, (value) =>
    value instanceof String ? Object.freeze(new Secret(value.valueOf())) : null,
  ) as Config;
}

/**
 * Makes a frozen deep copy. `replace` is called for each object; if it returns null, the object itself is copied. The
 * configuration schema bounds the depth.
 */
function convert(value: unknown, replace: (value: object) => object | null): unknown {
  if (typeof value !== "object" || value === null) return value;
  const other = replace(value);
  if (other !== null) return other;
  if (Array.isArray(value)) return Object.freeze(value.map((item) => convert(item, replace)));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, convert(item, replace)]));
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item, replace)])));
}
