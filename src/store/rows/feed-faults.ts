import { WireError } from "../../domain/errors.ts";
import { alreadySubscribedWords } from "../../domain/feeds/already-subscribed.ts";

/** The feed that already uses the requested address, and the name of its source. */
interface Holder {
  readonly id: number;
  readonly source_name: string;
}

export function noFeed(feedId: number): WireError {
  return new WireError("not-found", `there is no feed ${feedId}`);
}

/** The message leaves the address out, because the address may contain a key. */
export function alreadySubscribed({ id, source_name }: Holder): WireError {
  return new WireError("conflict", alreadySubscribedWords(id, source_name));
}

export function belongsToPrivate({ source_name }: Holder): WireError {
  return new WireError(
    "conflict",
    `this address is a feed of the private source ${source_name}: add it to that source, not to a public one`,
  );
}

export function isConfigured(): WireError {
  return new WireError("conflict", "the feed is in the configuration: change it there");
}

export function hasAddress({ id, source_name }: Holder): WireError {
  return new WireError("conflict", `another feed has that address: feed ${id} of ${source_name}`);
}

export function addressTaken(url: string): WireError {
  return new WireError("conflict", `${url} is already the address of another feed`);
}

export function publicSource(name: string): WireError {
  return new WireError("conflict", `${name} is a public source; make it private in the configuration`);
}
