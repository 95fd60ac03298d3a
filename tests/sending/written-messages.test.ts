import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import type { Channel } from "../../src/domain/alerts/channel.ts";
import type { AlertEvent, MessageItem, OutgoingMessage } from "../../src/domain/alerts/outgoing.ts";
import { writeDiscord } from "../../src/sending/channels/write-discord.ts";
import { writeNtfy } from "../../src/sending/channels/write-ntfy.ts";
import { writeSlack } from "../../src/sending/channels/write-slack.ts";
import { writeTeams } from "../../src/sending/channels/write-teams.ts";
import { writeTelegram } from "../../src/sending/channels/write-telegram.ts";
import { writeWebhook } from "../../src/sending/channels/write-webhook.ts";
import type { Writing, WrittenRequest } from "../../src/sending/channels/written-request.ts";
import { itemOf, messageOf } from "../support/outgoing-fixtures.ts";
import { runsOf } from "../support/runs-of.ts";
import { noon } from "../support/store-fixtures.ts";
import { chatRules } from "./chat-rules.ts";
import { hidden } from "./hidden.ts";

const any = { name: "desk", allowPrivateAddresses: false };
const bot = { kind: "bot", token: hidden("xoxb-1"), channel: "C1", apiUrl: "https://slack.example" } as const;
const writers: readonly { name: keyof typeof chatRules; write: (writing: Writing) => WrittenRequest }[] = [
  { name: "slack", write: (writing) => writeSlack({ ...any, kind: "slack", way: bot }, writing) },
  {
    name: "teams",
    write: (writing) => writeTeams({ ...any, kind: "teams", url: hidden("https://t.example") }, writing),
  },
  {
    name: "discord",
    write: (writing) => writeDiscord({ ...any, kind: "discord", url: hidden("https://d.example") }, writing),
  },
  {
    name: "telegram",
    write: (writing) =>
      writeTelegram(
        { ...any, kind: "telegram", token: hidden("1:a"), chat: "1", apiUrl: "https://t.example" },
        writing,
      ),
  },
  {
    name: "ntfy",
    write: (writing) =>
      writeNtfy({ ...any, kind: "ntfy", url: "https://n.example", topic: hidden("wire"), token: null }, writing),
  },
];

const writing = (message: OutgoingMessage, threadReceipt: string | null = null): Writing => {
  return { message, threadReceipt, now: noon };
};
const bodyOf = ({ body }: WrittenRequest) => JSON.parse(body);

/** Texts with everything that some service gives a meaning to. */
const nasty = fc
  .array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(..."<>&|*_~`[]()@#\\\"'-😀é", "<b>", "@everyone")))
  .map((parts) => parts.join("").replace(/\s+/g, " ").trim() || "x");
const long = fc.oneof(nasty, fc.constant("😀<&>".repeat(300)));
const url = fc.oneof(
  fc.constantFrom(
    "https://a.example/?a=1&b=(2)|<3>",
    "javascript:alert(1)",
    "no address",
    `https://a.example/${"a".repeat(3000)}`,
  ),
  fc.webUrl({ withQueryParameters: true }),
);
const events: readonly AlertEvent[] = [
  "new",
  "update",
  "correction",
  "withdrawal",
  "flash",
  "outlets",
  "silent",
  "empty",
];
const item: fc.Arbitrary<MessageItem> = fc.record({
  event: fc.constantFrom(...events),
  headline: long,
  summary: fc.oneof(fc.constant(""), long),
  source: long,
  outlets: fc.option(fc.nat(99)),
  url: fc.option(url),
  deskUrl: fc.constant("https://desk.example/stories/7"),
  at: fc.constant(noon),
});
const message: fc.Arbitrary<OutgoingMessage> = fc.record({
  id: fc.constant("m-1"),
  kind: fc.constantFrom("alert", "followUp", "digest", "flood", "test"),
  rule: nasty,
  title: long,
  items: fc.oneof(fc.array(item, { maxLength: 3 }), fc.array(item, { minLength: 100, maxLength: 100 })),
  more: fc.constantFrom(0, 0, 12),
  at: fc.constant(noon),
  thread: fc.option(
    fc.record({
      key: fc.constant("s7"),
      first: fc.option(
        fc.record({ id: fc.constant("m-0"), title: long, deskUrl: fc.constant("https://desk.example/7") }),
      ),
    }),
  ),
});

describe.each(writers)("a message for $name", ({ name, write }) => {
  test("is taken, whatever its texts are and however long it is", () => {
    fc.assert(
      fc.property(message, fc.boolean(), (made, isReply) => {
        const body = bodyOf(write(writing(made, isReply ? "17" : null)));
        expect(chatRules[name](body)).toBe(null);
      }),
      { numRuns: runsOf(100) },
    );
  });

  test("says how many items it left out", () => {
    const items = Array.from({ length: 100 }, (_, at) =>
      itemOf({ headline: `Story ${at} ${"of a long headline ".repeat(9)}` }),
    );
    const body = JSON.stringify(
      bodyOf(write(writing(messageOf("m-1", { kind: "digest", title: "Morning", items, more: 7 })))),
    );
    const shown = new Set([...body.matchAll(/Story (\d+)/g)].map(([, at]) => at)).size;
    expect(shown).toBeGreaterThan(4);
    expect(body).toContain(`… and ${107 - shown} more`);
  });

  test("without a thread names and links the first message; in a thread it does not", () => {
    const first = { id: "m-0", title: "The first title", deskUrl: "https://desk.example/stories/7/first" };
    const followUp = messageOf("m-1", { kind: "followUp", thread: { key: "s7", first } });
    const alone = JSON.stringify(bodyOf(write(writing(followUp))));
    expect(alone).toContain("Follows: ");
    expect(alone).toContain("The first title");
    expect(alone).toContain("https://desk.example/stories/7/first");
    const reply = bodyOf(write(writing(followUp, "17")));
    const isThreaded = name === "slack" || name === "telegram";
    expect(JSON.stringify(reply).includes("Follows: ")).toBe(!isThreaded);
    expect([reply.thread_ts ?? null, reply.reply_parameters?.message_id ?? null]).toEqual([
      name === "slack" ? "17" : null,
      name === "telegram" ? 17 : null,
    ]);
  });
});

describe("a webhook", () => {
  const secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"];
  const channel: Channel & { kind: "webhook" } = {
    ...any,
    kind: "webhook",
    url: hidden("https://hook.example"),
    secrets: secrets.map(hidden),
  };

  test.each(secrets)("is verified by the reference library, with the new secret and with the old", (secret) => {
    // The library compares the time with the machine's clock.
    const { headers, body } = writeWebhook(channel, { ...writing(messageOf("m-1")), now: Date.now() });
    const read = new Webhook(secret).verify(body, { ...headers }) as { type: string; timestamp: string; data: object };
    expect(read).toMatchObject({
      type: "wiredesk.alert",
      timestamp: new Date(noon).toISOString(),
      data: { rule: "bridges", items: [{ headline: "Bridge in Lisbon closed", at: new Date(noon).toISOString() }] },
    });
    expect(headers["webhook-id"]).toBe("m-1");
    expect(() => new Webhook(secret).verify(`${body} `, { ...headers })).toThrow();
  });

  test("that comes again has the same id and body, and another time and signature", () => {
    const [first, second] = [noon, noon + 60_000].map((now) =>
      writeWebhook(channel, { ...writing(messageOf("m-1")), now }),
    );
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.headers["webhook-timestamp"]).not.toBe(first?.headers["webhook-timestamp"]);
    expect(second?.headers["webhook-signature"]).not.toBe(first?.headers["webhook-signature"]);
  });

  test("without a secret has no signature", () => {
    const { headers } = writeWebhook({ ...channel, secrets: [] }, writing(messageOf("m-1")));
    expect(headers).not.toHaveProperty("webhook-signature");
  });
});
