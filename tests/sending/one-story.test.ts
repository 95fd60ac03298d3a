import { afterEach, expect, test } from "vitest";
import { minuteMs } from "../../src/domain/time.ts";
import { alertRule, openAlerts } from "../ingest/alerts/alert-world.ts";
import { sources, twoHours } from "../ingest/alerts/bridge-story.ts";
import { type AlertWorld, createAlertWorld } from "./alert-world.ts";
import { type MailServer, mailChannel, startMailServer } from "./mail-server.ts";

const cleanup: (AlertWorld | MailServer)[] = [];
afterEach(async () => {
  for (const one of cleanup.splice(0)) await one.close();
});

const chats = ["hook", "teams", "discord", "ntfy"] as const;

test("thirty outlets reprint a story with two updates and a withdrawal: four messages reach each channel, in one thread or linked", async () => {
  const to = ["webhook", "slack", "telegram", "mail", ...chats];
  const newsroom = await openAlerts([alertRule("bridge", { to })], sources);
  await twoHours(newsroom);
  const mail = await startMailServer();
  const over = { store: newsroom.store, now: newsroom.clock.time };
  const world = await createAlertWorld([mailChannel(mail.port)], true, over);
  cleanup.push(world, mail);
  world.sender.wake();
  await world.pass(minuteMs);

  const { of } = world.services;
  expect(of.slack.taken.map(({ body }) => body.thread_ts ?? null)).toEqual([
    null,
    ...Array(3).fill("1700000000.000001"),
  ]);
  const replies = of.telegram.taken.map(
    ({ body }) => (body.reply_parameters as { message_id: number })?.message_id ?? null,
  );
  expect(replies).toEqual([null, 1, 1, 1]);
  const [root, ...later] = mail.mails;
  expect(later.map(({ references }) => references)).toEqual(Array(3).fill(root?.messageId));
  expect(mail.mails.map(({ subject }) => /^[A-Z]+(?=:)/.exec(subject ?? "")?.[0] ?? "")).toEqual([
    "",
    "UPDATE",
    "UPDATE",
    "WITHDRAWN",
  ]);
  for (const name of chats) {
    const told = of[name].taken.map(({ body }) => JSON.stringify(body));
    expect(told.map((text) => text.includes("Follows: "))).toEqual([false, true, true, true]);
    for (const text of told.slice(1)) expect(text).toMatch(/https:\/\/desk\.example\/stories\/\d+/);
  }
  const threads = of.webhook.taken.map(({ body }) => (body.data as { thread: { key: string } }).thread.key);
  expect(threads).toEqual(Array(4).fill(of.webhook.taken[0]?.id));
  for (const { faults } of Object.values(of)) expect(faults).toEqual([]);
}, 60_000);
