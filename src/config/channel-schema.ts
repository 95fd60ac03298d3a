import { z } from "zod";

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, "expected a name of letters, digits, dots, hyphens and underscores")
  .describe("the name that rules use in `to`");
const allowPrivateAddresses = z.boolean().default(false).describe("true: the channel may be on your own network");
const any = { name, allowPrivateAddresses };
const url = z.string().min(1).describe("an http:// or https:// address; it may come from the environment");
const secret = z.string().min(1);
const httpUrl = z.string().regex(/^https?:\/\/\S+$/, "expected an absolute http:// or https:// address");
const mailAddress = z
  .string()
  .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'expected a mail address such as "desk@example.org"');

/** The shape of one channel in the part `channels` of the configuration. */
export const channelSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...any,
    kind: z.literal("webhook"),
    url,
    secret: z
      .union([secret.transform((one) => [one]), z.array(secret).min(1).max(5)])
      .optional()
      .describe('signs the messages: "whsec_" and base64; to change it, give a list: the new secret, then the old one'),
  }),
  z.strictObject({
    ...any,
    kind: z.literal("slack"),
    url: url.optional().describe("the address of an incoming webhook; without threads"),
    token: secret.optional().describe("the token of a bot, xoxb-…: follow-ups are answers in a thread"),
    channel: z.string().min(1).optional().describe("the id or name of the channel in which the bot writes"),
    apiUrl: httpUrl.default("https://slack.com/api"),
  }),
  z.strictObject({ ...any, kind: z.literal("teams"), url }),
  z.strictObject({ ...any, kind: z.literal("discord"), url }),
  z.strictObject({
    ...any,
    kind: z.literal("telegram"),
    token: secret.describe("the token that @BotFather gave"),
    chat: z
      .union([z.number().int().transform(String), z.string().regex(/^(-?\d+|@\w+)$/, 'expected a number or "@name"')])
      .describe("the chat's number, or @name of a public channel"),
    apiUrl: httpUrl.default("https://api.telegram.org"),
  }),
  z.strictObject({
    ...any,
    kind: z.literal("ntfy"),
    url: httpUrl.default("https://ntfy.sh").describe("the server"),
    topic: secret.describe("whoever knows the topic can read it"),
    token: secret.optional().describe("an access token"),
  }),
  z.strictObject({
    ...any,
    kind: z.literal("mail"),
    url: secret.optional().describe('in place of host, port, user and password: "smtps://user:password@host:465"'),
    host: z.string().min(1).optional(),
    port: z.number().int().min(1).max(65535).optional().describe("default 587; 465 is encrypted from the start"),
    user: z.string().min(1).optional(),
    password: secret.optional(),
    ca: z.string().min(1).optional().describe("a PEM file: the authority that signed the server's certificate"),
    plain: z.boolean().default(false).describe("true: send even if the server offers no encryption"),
    from: mailAddress,
    to: z.union([mailAddress.transform((one) => [one]), z.array(mailAddress).min(1).max(100)]),
    unsubscribe: z
      .string()
      .regex(/^(mailto:|https?:\/\/)\S+$/, "expected a mailto: or https: address")
      .optional()
      .describe("the List-Unsubscribe header; default: a mail to `from`"),
  }),
]);
