import { randomBytes } from "node:crypto";
import type { Config } from "../../config/config.ts";
import { hubUrlOf } from "../../documents/hub-url.ts";
import type { TopicDocuments } from "../../domain/hub.ts";
import type { Log } from "../../domain/ports.ts";
import type { ReceiverShare } from "../../domain/service/receiver-shares.ts";
import { createGuardedSender } from "../../fetch/guarded-callbacks.ts";
import { createHub, type Hub } from "../../hub/hub.ts";
import type { ClockedStore } from "./store-clock.ts";
import { userAgentOf } from "./user-agent-of.ts";

/** Makes our WebSub hub. The threads that make the server's documents also make the hub's. */
export function createHubOf(
  config: Config,
  parts: ClockedStore & { readonly documents: TopicDocuments; readonly receivers: ReceiverShare },
  log: Log,
): Hub {
  const { allowPrivateAddresses } = config.hub;
  const callbacks = createGuardedSender({
    userAgent: userAgentOf(config),
    allowPrivateAddresses,
    setting: "hub.allowPrivateAddresses",
    clock: parts.clock,
  });
  parts.receivers.onLost(callbacks.cut);
  return createHub({
    ...parts,
    callbacks,
    log,
    newChallenge: () => randomBytes(challengeBytes).toString("base64url"),
    hubUrl: hubUrlOf(config.server.baseUrl),
  });
}

/** Long enough that nobody can guess the challenge. */
const challengeBytes = 24;
