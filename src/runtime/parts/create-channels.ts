import type { Config } from "../../config/config.ts";
import { createGuardedSender } from "../../fetch/guarded-callbacks.ts";
import { openGuardedSocket } from "../../fetch/guarded-socket.ts";
import { type ChannelSender, createChannelSender } from "../../sending/channels/channel-sender.ts";
import { systemClock } from "../system-clock.ts";
import { userAgentOf } from "./user-agent-of.ts";

/** Makes the sender for the configured channels. */
export function createChannelsOf(config: Config): ChannelSender {
  const setting = "allowPrivateAddresses";
  const http = (allowPrivateAddresses: boolean) =>
    createGuardedSender({ userAgent: userAgentOf(config), allowPrivateAddresses, setting, clock: systemClock });
  return createChannelSender({
    channels: config.channels,
    http: { guarded: http(false), open: http(true) },
    connect: (host, port, allowPrivateAddresses) => openGuardedSocket(host, port, { allowPrivateAddresses, setting }),
    clock: systemClock,
    idHost: new URL(config.server.baseUrl).hostname,
  });
}
