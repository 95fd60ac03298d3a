import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { minuteMs } from "../../src/domain/time.ts";
import { eventually } from "../support/cli.ts";
import { testCertificate } from "../support/loopback-host.ts";
import { itemOf, messageOf, newMessageOf } from "../support/outgoing-fixtures.ts";
import { type AlertWorld, createAlertWorld } from "./alert-world.ts";
import { hidden } from "./hidden.ts";
import { type MailServer, mailChannel, rightLogin, startMailServer } from "./mail-server.ts";

let server: MailServer;
let safe: MailServer;
let world: AlertWorld;
beforeEach(async () => {
  server = await startMailServer();
  safe = await startMailServer({ isPlain: false });
  world = await createAlertWorld([
    mailChannel(server.port),
    {
      ...mailChannel(server.port),
      name: "wants-tls",
      server: { ...mailChannel(server.port).server, security: "starttls" },
    },
    { ...mailChannel(safe.port, { ...trusted, login: rightLogin }), name: "login" },
    {
      ...mailChannel(safe.port, { ...trusted, login: { user: "ann", password: hidden("wrong") } }),
      name: "wrong-login",
    },
    { ...mailChannel(server.port), name: "guarded", allowPrivateAddresses: false },
  ]);
});
afterEach(async () => {
  await world.close();
  await server.close();
  await safe.close();
});

const trusted = { host: "127.0.6.1", security: "starttls", ca: testCertificate.ca } as const;

const put = (id: string, message: Parameters<typeof messageOf>[1] = {}, channel = "mail") =>
  world.put(newMessageOf(id, { channel, message: messageOf(id, message), dueAt: world.clock.now() }));
const headerOf = (at: number, name: string) => server.mails[at]?.headers.find(({ key }) => key === name)?.value;

describe("mail", () => {
  test("arrives as text and as HTML, with the headers of an automatic list", async () => {
    await put("m-1", {
      title: "Brücke <zu> & “gesperrt” 🌉",
      items: [itemOf({ headline: "Brücke <zu>", summary: "Ein <b>Riss</b> & mehr." })],
    });
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      subject: "Brücke <zu> & “gesperrt” 🌉",
      from: { name: "Wire desk", address: "wire@desk.example" },
      messageId: "<m-1@desk.example>",
    });
    expect(server.recipients).toEqual([["ann@desk.example", "bob@desk.example"]]);
    expect(mail?.text).toContain("Ein <b>Riss</b> & mehr.");
    expect(mail?.text).toContain("https://agency.example/bridge");
    expect(mail?.html).toContain("Ein &lt;b&gt;Riss&lt;/b&gt; &amp; mehr.");
    expect(mail?.html).toContain('<a href="https://desk.example/stories/7">On the desk</a>');
    expect(mail?.html).toContain('name="viewport"');
    expect(headerOf(0, "list-unsubscribe")).toBe("<mailto:wire@desk.example?subject=unsubscribe>");
    expect(headerOf(0, "list-id")).toBe('"bridges" <bridges.desk.example>');
    expect(headerOf(0, "auto-submitted")).toBe("auto-generated");
  });

  test("a story with two updates and a withdrawal is one thread", async () => {
    const first = { id: "s-0", title: "Bridge closed", deskUrl: "https://desk.example/stories/7" };
    for (let at = 0; at < 4; at += 1) await put(`s-${at}`, { thread: { key: "s", first: at === 0 ? null : first } });
    expect(server.mails.map(({ messageId }) => messageId)).toEqual([0, 1, 2, 3].map((at) => `<s-${at}@desk.example>`));
    const root = "<s-0@desk.example>";
    expect(server.mails.map(({ references }) => references)).toEqual([undefined, root, root, root]);
    expect(server.mails.map(({ inReplyTo }) => inReplyTo)).toEqual([undefined, root, root, root]);
  });

  test("a digest is one mail with all of its items", async () => {
    const items = Array.from({ length: 100 }, (_, at) => itemOf({ headline: `Story ${at}.` }));
    await put("d-1", { kind: "digest", title: "World, 06:00", items, more: 3 });
    expect(server.mails).toHaveLength(1);
    for (const { headline } of items) {
      expect(server.mails[0]?.text).toContain(headline);
      expect(server.mails[0]?.html).toContain(headline);
    }
    expect(server.mails[0]?.text).toContain("… and 3 more");
  });

  test("a server that is busy gets the mail later, once and with the same Message-ID", async () => {
    server.refuseWith = 451;
    await put("m-1");
    server.refuseWith = null;
    await world.pass(minuteMs);
    expect(server.mails.map(({ messageId }) => messageId)).toEqual(["<m-1@desk.example>"]);
  });

  test("a mail that the server calls wrong in itself is given up", async () => {
    server.refuseWith = 554;
    await put("m-1");
    expect(await world.store.listOutbox({ states: ["failed"], channel: null, limit: 1 })).toMatchObject([
      { lastError: expect.stringContaining("554") },
    ]);
  });

  test("a server that never answers holds up no other channel, and is cut off after a minute", async () => {
    server.isSilent = true;
    const messages = ["mail", "login"].map((channel) => newMessageOf(channel, { channel, dueAt: world.clock.now() }));
    await world.store.addToOutbox(messages, world.clock.now());
    world.sender.wake();
    await eventually(
      async () => safe.mails,
      (mails) => mails.length === 1,
    );
    await world.clock.advance(minuteMs);
    const [, figures] = await eventually(
      () => world.store.readOutboxFigures(world.clock.now()),
      ([, mail]) => mail?.attempts === 1,
    );
    expect(figures).toMatchObject({ channel: "mail", lastError: expect.stringContaining("within 60 s") });
  });

  test("a login is sent only over an encrypted connection, and a wrong one is a reason", async () => {
    await put("m-1", {}, "wants-tls");
    await put("m-2", {}, "wrong-login");
    await put("m-3", {}, "login");
    expect([server.mails, safe.mails.map(({ messageId }) => messageId)]).toEqual([[], ["<m-3@desk.example>"]]);
    const figures = await world.store.readOutboxFigures(world.clock.now());
    expect(Object.fromEntries(figures.map(({ channel, lastError }) => [channel, lastError]))).toMatchObject({
      "wants-tls": expect.stringMatching(/STARTTLS/),
      "wrong-login": expect.stringMatching(/wrong password|Invalid login/),
    });
  });

  test("the address guard keeps mail away from our own network", async () => {
    await put("m-1", {}, "guarded");
    expect(await world.store.readOutboxFigures(world.clock.now())).toMatchObject([
      { lastError: expect.stringContaining("a loopback address") },
    ]);
  });
});
