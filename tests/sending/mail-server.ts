import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import type { MailChannel } from "../../src/domain/alerts/channel.ts";
import { testCertificate } from "../support/loopback-host.ts";
import { hidden } from "./hidden.ts";

/** A real SMTP server on loopback. */
export interface MailServer {
  readonly port: number;
  /** The mails that it took, read by a mail program's parser. */
  readonly mails: Email[];
  /** For whom each of them was. */
  readonly recipients: (readonly string[])[];
  /** Answers the text of a mail with this code; null: takes it. */
  refuseWith: number | null;
  /** Never greets. */
  isSilent: boolean;
  close(): Promise<void>;
}

/** `isPlain`: the server offers no encryption, and asks for no login. */
export async function startMailServer({ isPlain = true } = {}): Promise<MailServer> {
  const server: { mails: Email[]; recipients: (readonly string[])[]; refuseWith: number | null; isSilent: boolean } = {
    ...{ mails: [], recipients: [], refuseWith: null, isSilent: false },
  };
  const smtp = new SMTPServer({
    ...(isPlain ? { authOptional: true, disabledCommands: ["AUTH", "STARTTLS"] } : testCertificate),
    onConnect(_session, callback) {
      if (!server.isSilent) callback();
    },
    onAuth({ username, password }, _session, callback) {
      if (username === "ann" && password === "right") callback(null, { user: username });
      else callback(new Error("wrong password"));
    },
    async onData(stream, session, callback) {
      const bytes = await buffer(stream).catch(() => null);
      // The sender was killed in the middle of the mail.
      if (bytes === null) return;
      if (server.refuseWith !== null) {
        return callback(Object.assign(new Error("not taken"), { responseCode: server.refuseWith }));
      }
      server.mails.push(await PostalMime.parse(bytes));
      server.recipients.push(session.envelope.rcptTo.map(({ address }) => address));
      callback();
    },
  });
  smtp.on("error", () => undefined);
  smtp.listen(0, "0.0.0.0");
  await once(smtp.server, "listening");
  return Object.assign(server, {
    port: (smtp.server.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => smtp.close(resolve)),
  });
}

/** A channel of that server. */
export function mailChannel(port: number, server: Partial<MailChannel["server"]> = {}): MailChannel {
  return {
    ...{ name: "mail", kind: "mail", allowPrivateAddresses: true },
    server: { host: "127.0.0.1", port, security: "any", ca: null, login: null, ...server },
    from: "Wire desk <wire@desk.example>",
    to: ["ann@desk.example", "bob@desk.example"],
    unsubscribe: "mailto:wire@desk.example?subject=unsubscribe",
  };
}

/** Its login. */
export const rightLogin = { user: "ann", password: hidden("right") };
