import type { Socket } from "node:net";
import type { MailChannel } from "../../domain/alerts/channel.ts";
import type { SendResult } from "../../domain/alerts/outgoing.ts";
import { messageOf, WireError } from "../../domain/errors.ts";
import type { Clock } from "../../domain/ports.ts";
import { minuteMs, secondMs } from "../../domain/time.ts";
import type { Mail } from "./write-mail.ts";

export interface MailDeps {
  readonly clock: Clock;
  /** Opens a connection to an address that the address guard allows. Rejects with a WireError. */
  readonly connect: (host: string, port: number, allowPrivateAddresses: boolean) => Promise<Socket>;
  /** Aborted when the program stops, or when another process sends. This cuts off the mails that are being sent. */
  readonly cutting: AbortSignal;
}

/** The time for the whole conversation with the server. */
const totalMsMax = minuteMs;
const idleMsMax = 20 * secondMs;

/** Gives a mail to the channel's server. Never rejects. */
export async function sendMail(deps: MailDeps, channel: MailChannel, mail: Mail): Promise<SendResult> {
  const { host, port } = channel.server;
  const inTime = new AbortController();
  const cuts: WireError[] = [];
  let socket: Socket | null = null;
  const cut = (error: WireError) => {
    cuts.push(error);
    socket?.destroy(error);
  };
  const onCut = () => cut(new WireError("io-failed", "this process no longer sends"));
  deps.cutting.addEventListener("abort", onCut);
  deps.clock.sleep(totalMsMax, inTime.signal).then(
    () => cut(new WireError("timeout", `the mail server did not take the mail within ${totalMsMax / secondMs} s`)),
    () => undefined,
  );
  try {
    socket = await deps.connect(host, port, channel.allowPrivateAddresses);
    // The mail may have been cut off while the connection was being opened.
    if (cuts[0] !== undefined) throw cuts[0];
    await converse(channel, socket, mail);
    return { kind: "sent", receipt: null };
  } catch (thrown) {
    return resultOf(thrown);
  } finally {
    inTime.abort();
    deps.cutting.removeEventListener("abort", onCut);
    socket?.destroy();
  }
}

async function converse({ server }: MailChannel, connection: Socket, mail: Mail): Promise<void> {
  // Imported late, because few configurations have a mail channel.
  const { createTransport } = await import("nodemailer");
  const { login } = server;
  const transport = createTransport({
    host: server.host,
    port: server.port,
    connection,
    secure: server.security === "tls",
    ...(server.ca === null ? {} : { tls: { ca: server.ca } }),
    requireTLS: server.security === "starttls",
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password.reveal() } }),
    ...{ greetingTimeout: idleMsMax, socketTimeout: idleMsMax, dnsTimeout: idleMsMax },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ ...mail, to: [...mail.to] });
  } finally {
    transport.close();
  }
}

/**
 * RFC 5321 section 4.2.1: the answers 552 and 554 to the text of a mail mean that the server refuses the mail itself.
 */
function resultOf(thrown: unknown): SendResult {
  const error = messageOf(thrown).replace(/\s+/g, " ").trim();
  const { code, command, responseCode } = fieldsOf(thrown);
  const isRefused = code === "EMESSAGE" && command === "DATA" && (responseCode === 552 || responseCode === 554);
  return isRefused ? { kind: "refused", error } : { kind: "later", retryAt: null, error };
}

function fieldsOf(thrown: unknown): {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
} {
  return typeof thrown === "object" && thrown !== null ? thrown : {};
}
