import { randomBytes } from "node:crypto";
import type { Config } from "../../config/config.ts";
import type { SendResult } from "../../domain/alerts/outgoing.ts";
import { sendTest } from "../../sending/channels/send-test.ts";
import { systemClock } from "../system-clock.ts";
import { createChannelsOf } from "./create-channels.ts";

/** Sends a test message to a configured channel. Error: not-found. */
export async function sendTestOf(config: Config, channel: string): Promise<SendResult> {
  const sender = createChannelsOf(config);
  const { channels, server } = config;
  const newId = () => randomBytes(idBytes).toString("base64url");
  try {
    return await sendTest({ channels, sender, baseUrl: server.baseUrl, newId }, channel, systemClock.now());
  } finally {
    await sender.close();
  }
}

const idBytes = 12;
