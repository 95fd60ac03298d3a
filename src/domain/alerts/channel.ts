/** A text that must not be printed, such as a token. */
export interface HiddenText {
  reveal(): string;
}

/** Where alerts go. Addresses of webhooks contain a key, so they are hidden too. */
export type Channel =
  | WebhookChannel
  | SlackChannel
  | AddressChannel<"teams">
  | AddressChannel<"discord">
  | TelegramChannel
  | NtfyChannel
  | MailChannel;

interface AnyChannel<Kind extends string> {
  readonly kind: Kind;
  /** The name by which rules and people refer to the channel. */
  readonly name: string;
  /** Whether the channel may be on our own network. */
  readonly allowPrivateAddresses: boolean;
}

/** A channel that needs nothing but an address. */
interface AddressChannel<Kind extends string> extends AnyChannel<Kind> {
  readonly url: HiddenText;
}

/** A receiver of Standard Webhooks (https://www.standardwebhooks.com). */
export interface WebhookChannel extends AddressChannel<"webhook"> {
  /**
   * Each message is signed with every secret, so that the receiver can change to a new one. Empty: messages are not
   * signed.
   */
  readonly secrets: readonly HiddenText[];
}

export interface SlackChannel extends AnyChannel<"slack"> {
  /** Only a bot can answer in threads. */
  readonly way:
    | { readonly kind: "hook"; readonly url: HiddenText }
    | { readonly kind: "bot"; readonly token: HiddenText; readonly channel: string; readonly apiUrl: string };
}

export interface TelegramChannel extends AnyChannel<"telegram"> {
  readonly token: HiddenText;
  /** The number of a chat, or "@name" of a public channel. */
  readonly chat: string;
  readonly apiUrl: string;
}

export interface NtfyChannel extends AnyChannel<"ntfy"> {
  /** The server's address. */
  readonly url: string;
  /** Whoever knows the topic can read its messages, so it is hidden. */
  readonly topic: HiddenText;
  readonly token: HiddenText | null;
}

export interface MailChannel extends AnyChannel<"mail"> {
  readonly server: {
    readonly host: string;
    readonly port: number;
    /**
     * "tls": encrypted from the start. "starttls": encrypted before anything is sent. "any": encrypted if the server
     * can do that.
     */
    readonly security: "tls" | "starttls" | "any";
    /** The authority that signed the server's certificate, in PEM, if the system does not trust it already. */
    readonly ca: string | null;
    readonly login: { readonly user: string; readonly password: HiddenText } | null;
  };
  /** As in the header: "Wire desk <wire@example.org>". */
  readonly from: string;
  readonly to: readonly string[];
  /** For the List-Unsubscribe header: a mailto: or https: address. */
  readonly unsubscribe: string;
}

/** The type of the channels of one kind. */
export type ChannelOf<Kind extends Channel["kind"]> = Extract<Channel, { readonly kind: Kind }>;
