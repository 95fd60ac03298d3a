import { type LookupAddress, promises, lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { secondMs } from "../domain/time.ts";

/**
 * Name resolution for addresses that strangers name. The system's resolver works on four threads that the whole process
 * shares: a few names whose servers never answer would hold up every poll. So the servers are asked directly, and the
 * system only for names that they do not know (the hosts file, a local network) or cannot know.
 */
export function createStrangerLookup(): LookupFunction {
  const resolver = new promises.Resolver({ timeout: askMsMax, tries: 2 });
  return (hostname, options, callback) => {
    const askSystem = () => systemLookup(hostname, { ...options, all: true }, callback);
    if (!hostname.includes(".")) askSystem();
    else
      void askServers(resolver, hostname).then((found) => {
        if (found.kind === "unknown") askSystem();
        else if (found.kind === "failed") callback(found.error, []);
        else callback(null, [...found.addresses]);
      });
  };
}

type Found =
  | { readonly kind: "found"; readonly addresses: readonly LookupAddress[] }
  /** The servers know no such name. */
  | { readonly kind: "unknown" }
  | { readonly kind: "failed"; readonly error: Error };

async function askServers(resolver: promises.Resolver, hostname: string): Promise<Found> {
  const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const addresses = [...addressesOf(four, 4), ...addressesOf(six, 6)];
  if (addresses.length > 0) return { kind: "found", addresses };
  const failure = [four, six].find((one) => one.status === "rejected" && !isUnknown(one.reason));
  return failure?.status === "rejected" ? { kind: "failed", error: failure.reason as Error } : { kind: "unknown" };
}

function addressesOf(answer: PromiseSettledResult<string[]>, family: 4 | 6): readonly LookupAddress[] {
  return answer.status === "fulfilled" ? answer.value.map((address) => ({ address, family })) : [];
}

const askMsMax = 2 * secondMs;

/** The servers answered, and know no such name or no address of that kind. */
function isUnknown(reason: unknown): boolean {
  const code = reason instanceof Error && "code" in reason ? reason.code : null;
  return code === "ENOTFOUND" || code === "ENODATA";
}
