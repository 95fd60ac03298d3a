import type { FetchRequest } from "../domain/ports.ts";
import { isSecretName } from "./redact-url.ts";
import { isSameParty } from "./redirect.ts";

/** What becomes of the keys in a feed's address on the way through redirects. */
export interface QueryKeys {
  /** The address as it is asked: with the feed's keys, at the feed's own host. */
  withKeys(url: URL): URL;
  /** The address as it is told and followed: servers that repeat the query in their Location carry no key to another host. */
  withoutKeys(url: URL): URL;
}

/** `first`: the feed's own address. Keys are those of the request, and what looks like one in the address itself. */
export function queryKeysOf({ query = {} }: Pick<FetchRequest, "query">, first: URL): QueryKeys {
  const named = new Set(Object.values(query));
  const written = [...first.searchParams].filter(([name, value]) => isSecretName(name) && value !== "");
  const all = new Set([...named, ...written.map(([, value]) => value)]);
  return {
    withKeys(url) {
      if (named.size === 0 || !isSameParty(first, url)) return url;
      const keyed = new URL(url);
      for (const [name, value] of Object.entries(query)) keyed.searchParams.set(name, value);
      return keyed;
    },
    withoutKeys(url) {
      const secrets = isSameParty(first, url) ? named : all;
      const names = [...url.searchParams].filter(([, value]) => secrets.has(value)).map(([name]) => name);
      if (names.length === 0) return url;
      const bare = new URL(url);
      for (const name of names) bare.searchParams.delete(name);
      return bare;
    },
  };
}
