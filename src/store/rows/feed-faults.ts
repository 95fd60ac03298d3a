import { WireError } from "../../domain/errors.ts";
import { alreadySubscribedWords } from "../../domain/feeds/already-subscribed.ts";

/** The feed that already uses the requested address, and the name of its source. */
interface Holder {
  readonly id: number;
  readonly source_name: string;
}

/** The error for a feed id that does not exist. */
export function noFeed(feedId: number): WireError {
  return new WireError("not-found", `there is no feed ${feedId}`);
}

/** The message leaves the address out, because the address may contain a key. */
export function alreadySubscribed({ id, source_name }: Holder): WireError {
  return new WireError("conflict", alreadySubscribedWords(id, source_name));
}

/** The error when a feed of a private source would move to a public source. */
export function belongsToPrivate({ source_name }: Holder): WireError {
  return new WireError(
    "conflict",
    `this address is a feed of the private source ${source_name}: add it to that source, not to a public one`,
  );
}

/** The error when an editor changes a feed that the configuration names. */
export function isConfigured(): WireError {
  return new WireError("conflict", "the feed is in the configuration: change it there");
}

/** The error when another feed has the address. The message names that feed and its source. */
export function hasAddress({ id, source_name }: Holder): WireError {
  return new WireError("conflict", `another feed has that address: feed ${id} of ${source_name}`);
}

/** The error when another feed has the address. The message names the address. */
export function addressTaken(url: string): WireError {
  return new WireError("conflict", `${url} is already the address of another feed`);
}

/** The error when a public source is asked for as a private one. */
export function publicSource(name: string): WireError {
  return new WireError("conflict", `${name} is a public source; make it private in the configuration`);
}
