import type { FetchRequest } from "../domain/ports.ts";
import { isSecretName } from "./redact-url.ts";
import { isSameParty } from "./redirect.ts";

/** Prevents the keys in a feed's address from reaching other hosts when redirects are followed. */
export interface QueryKeys {
  /** The address to request: with the feed's keys if it is at the feed's own host. */
  withKeys(url: URL): URL;
  /**
   * The address for reports and for following redirects. Some servers repeat the query or the whole address in their
   * Location ("/login?return=…"); the keys are removed so that they reach no other host.
   */
  withoutKeys(url: URL): URL;
  /** Whether a key of the request is in the path or the host of an address, from which it cannot be removed. */
  containsKey(url: URL): boolean;
}

/**
 * `first`: the feed's own address. The keys are the values of the request's `query`, and the values of parameters of
 * `first` that look like keys.
 */
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
      const tells = (text: string) => [...secrets].some((secret) => isIn(secret, text));
      const names = [...url.searchParams].filter(([name, value]) => tells(name) || tells(value)).map(([name]) => name);
      if (names.length === 0) return url;
      const bare = new URL(url);
      for (const name of names) bare.searchParams.delete(name);
      return bare;
    },
    containsKey: ({ host, pathname }) =>
      [...named].some((secret) => secret.length >= keyCharsMin && isIn(secret, host + pathname)),
  };
}

/** Whether a text contains a key, plainly or encoded. Addresses are often encoded again inside other addresses. */
function isIn(secret: string, text: string): boolean {
  if (secret === "") return false;
  if (secret.length < keyCharsMin) return secret === text;
  return encodings(secret).some((written) => text.toLowerCase().includes(written));
}

/** Shorter keys would match too much text that is not a key. */
const keyCharsMin = 8;
const encodingsMax = 4;

function encodings(secret: string): readonly string[] {
  const all = [secret];
  for (let times = 1; times < encodingsMax; times += 1) all.push(encodeURIComponent(all.at(-1) ?? ""));
  return all.map((written) => written.toLowerCase());
}
