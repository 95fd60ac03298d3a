import { readFileSync } from "node:fs";
import type { Channel, ChannelOf } from "../domain/alerts/channel.ts";
import { messageOf } from "../domain/errors.ts";
import type { ConfigFile } from "./config-schema.ts";
import { Secret } from "./secret.ts";

type Report = (path: readonly PropertyKey[], message: string) => void;
type Fill = (template: string, fault: (message: string) => void) => string;
type Given<Kind extends Channel["kind"]> = Extract<ConfigFile["channels"][number], { readonly kind: Kind }>;

/** Reads `channels`. `fill` inserts environment variables. No fault repeats an address or a secret. */
export function readChannels(read: ConfigFile, fill: Fill, fault: Report): readonly Channel[] {
  const names = new Set<string>();
  return read.channels.map((given, index) => {
    if (names.has(given.name)) fault(["channels", index, "name"], `"${given.name}" is the name of two channels`);
    names.add(given.name);
    return readChannel(given, {
      fault: (name, message) => fault(["channels", index, name], message),
      secret: (name, template) =>
        new Secret(fill(template, (message) => fault(["channels", index, name], message)).trim()),
    });
  });
}

/** The functions with which the settings of one channel are read. */
interface Parts {
  fault(name: string, message: string): void;
  /** The text with environment variables filled in. */
  secret(name: string, template: string): Secret;
}

function readChannel(given: ConfigFile["channels"][number], parts: Parts): Channel {
  const { name, allowPrivateAddresses } = given;
  const any = { name, allowPrivateAddresses };
  switch (given.kind) {
    case "webhook":
      return { ...any, kind: given.kind, url: readUrl(given.url, parts), secrets: readSigning(given, parts) };
    case "slack":
      return { ...any, kind: given.kind, way: readSlack(given, parts) };
    case "teams":
    case "discord":
      return { ...any, kind: given.kind, url: readUrl(given.url, parts) };
    case "telegram": {
      const { kind, chat, apiUrl } = given;
      return { ...any, kind, chat, apiUrl: bare(apiUrl), token: parts.secret("token", given.token) };
    }
    case "ntfy": {
      const token = given.token === undefined ? null : parts.secret("token", given.token);
      return { ...any, kind: given.kind, url: bare(given.url), topic: parts.secret("topic", given.topic), token };
    }
    case "mail":
      return readMail(given, parts);
  }
}

function bare(url: string): string {
  return url.replace(/\/+$/, "");
}

function readUrl(template: string, parts: Parts): Secret {
  const url = parts.secret("url", template);
  if (!isHttp(url.reveal())) parts.fault("url", "expected an absolute http:// or https:// address");
  return url;
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** Standard Webhooks: "whsec_" and the bytes of the key in base64. The prefix may be left out. */
function readSigning({ secret = [] }: Given<"webhook">, parts: Parts): readonly Secret[] {
  return secret.map((template) => {
    const read = parts.secret("secret", template);
    const text = read.reveal();
    const key = text.replace(/^whsec_/, "");
    const isKnown = /^[A-Za-z0-9+/]+={0,2}$/.test(key) && key.length % 4 === 0 && key.length >= keyCharsMin;
    if (text !== "" && !isKnown) {
      parts.fault("secret", 'expected "whsec_" and a key in base64, such as "openssl rand -base64 32" prints');
    }
    return read;
  });
}

/** 24 characters of base64 hold 128 bits. */
const keyCharsMin = 24;

function readSlack({ url, token, channel, apiUrl }: Given<"slack">, parts: Parts): ChannelOf<"slack">["way"] {
  if (url !== undefined && token !== undefined) parts.fault("url", "give either url or token and channel");
  if (token !== undefined) {
    if (channel === undefined) parts.fault("token", "a bot needs `channel`: where it writes");
    return { kind: "bot", token: parts.secret("token", token), channel: channel ?? "", apiUrl: bare(apiUrl) };
  }
  if (url === undefined) parts.fault("kind", "a Slack channel needs `token` and `channel` of a bot, or `url`");
  return { kind: "hook", url: readUrl(url ?? "https://slack.invalid", parts) };
}

function readMail(given: Given<"mail">, parts: Parts): ChannelOf<"mail"> {
  const { kind, name, allowPrivateAddresses, from, to } = given;
  const sender = parts.secret("from", from).reveal();
  const address = /<([^<>]*)>$/.exec(sender)?.[1] ?? sender;
  return {
    ...{ kind, name, allowPrivateAddresses, from: sender },
    server: given.url === undefined ? readServer(given, parts) : readServerUrl(given, given.url, parts),
    to: to.map((one) => parts.secret("to", one).reveal()),
    unsubscribe: given.unsubscribe ?? `mailto:${address}?subject=unsubscribe%20${encodeURIComponent(name)}`,
  };
}

type Server = ChannelOf<"mail">["server"];
const tlsPort = 465;
/** The port for mail that a person or program submits (RFC 6409). */
const submissionPort = 587;

function readServer({ host, port = submissionPort, user, password, plain, ca }: Given<"mail">, parts: Parts): Server {
  if (host === undefined) parts.fault("kind", "a mail channel needs `host`, or `url`");
  if ((user === undefined) !== (password === undefined)) parts.fault("user", "give both user and password, or none");
  const login = user === undefined ? null : { user: parts.secret("user", user).reveal(), password: read(password) };
  return { host: host ?? "", port, security: securityOf(port === tlsPort, plain), ca: readCa(ca, parts), login };

  function read(template = ""): Secret {
    return parts.secret("password", template);
  }
}

function readServerUrl({ plain, host, user, password, ca }: Given<"mail">, template: string, parts: Parts): Server {
  const url = parts.secret("url", template).reveal();
  if (host !== undefined || user !== undefined || password !== undefined) {
    parts.fault("url", "give either url or host, user and password");
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^smtps?:$/.test(parsed.protocol) || parsed.hostname === "") {
    parts.fault("url", 'expected an address such as "smtps://user:password@mail.example.org"');
    return { host: "", port: submissionPort, security: "starttls", ca: null, login: null };
  }
  const isTls = parsed.protocol === "smtps:";
  const port = parsed.port === "" ? (isTls ? tlsPort : submissionPort) : Number(parsed.port);
  const login =
    parsed.username === ""
      ? null
      : { user: decodeURIComponent(parsed.username), password: new Secret(decodeURIComponent(parsed.password)) };
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ""),
    port,
    security: securityOf(isTls, plain),
    ca: readCa(ca, parts),
    login,
  };
}

function readCa(file: string | undefined, parts: Parts): string | null {
  if (file === undefined) return null;
  try {
    return readFileSync(file, "utf8");
  } catch (thrown) {
    parts.fault("ca", `the file cannot be read (${messageOf(thrown)})`);
    return null;
  }
}

function securityOf(isTls: boolean, plain: boolean): Server["security"] {
  if (isTls) return "tls";
  return plain ? "any" : "starttls";
}
