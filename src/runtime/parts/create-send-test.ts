import type { Config } from "../../config/config.ts";
import type { SendResult } from "../../domain/alerts/outgoing.ts";
import { WireError } from "../../domain/errors.ts";

/**
 * Makes the function that sends a test message to a channel and returns what the channel answered. One test runs at a
 * time, because each test opens its own connections. Errors: not-found for an unknown channel, conflict while another
 * runs.
 */
export function createSendTest(config: Config): (channel: string) => Promise<SendResult> {
  let isRunning = false;
  return async (channel) => {
    if (isRunning) throw new WireError("conflict", "another test message is being sent; try again in a moment");
    isRunning = true;
    try {
      // Import late: tests are rare, and the code of the channels is large.
      const { sendTestOf } = await import("./send-test-of.ts");
      return await sendTestOf(config, channel);
    } finally {
      isRunning = false;
    }
  };
}
