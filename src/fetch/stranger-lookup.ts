import { type LookupAddress, promises, lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { secondMs } from "../domain/time.ts";

/**
 * Resolves names that strangers choose. The system's resolver has four threads for the whole process, so a few names
 * whose servers never answer would delay every poll. Therefore name servers are queried directly. The system's resolver
 * is used only for names without a dot, and for names that the name servers do not know (because they are in the hosts
 * file, or in a local network).
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
  /** The name servers do not know the name. */
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

/** Whether the name servers answered that the name, or an address of this kind, does not exist. */
function isUnknown(reason: unknown): boolean {
  const code = reason instanceof Error && "code" in reason ? reason.code : null;
  return code === "ENOTFOUND" || code === "ENODATA";
}
