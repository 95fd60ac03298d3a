import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { packConfig, unpackConfig } from "../../src/config/transfer-config.ts";
import type { Channel, ChannelOf } from "../../src/domain/alerts/channel.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));

function load(yaml: string, env: Record<string, string> = {}) {
  const file = join(folder, "wiredesk.yaml");
  writeFileSync(file, yaml);
  return loadConfig(file, env);
}

function faultsOf(yaml: string, env: Record<string, string> = {}): readonly string[] {
  try {
    load(yaml, env);
    return [];
  } catch (thrown) {
    return String((thrown as Error).message)
      .split("\n")
      .map((line) => line.replace(folder, ""));
  }
}

const channelsOf = (yaml: string, env: Record<string, string> = {}): readonly Channel[] =>
  load(`channels:\n  - ${yaml}\n`, env).channels;
const signing = `whsec_${Buffer.from("a key of thirty-two bytes, or so").toString("base64")}`;

describe("channels", () => {
  test("a secret comes from the environment or from a file, and is never printed", () => {
    const file = join(folder, "secret");
    writeFileSync(file, `${signing}\n`);
    const yaml = `channels:
  - { name: desk, kind: webhook, url: "https://desk.example/\${KEY}", secret: "\${WEBHOOK_SECRET}" }`;
    const config = load(yaml, { KEY: "k-123", WEBHOOK_SECRET_FILE: file });
    const desk = config.channels[0] as ChannelOf<"webhook">;
    expect(desk.url.reveal()).toBe("https://desk.example/k-123");
    expect(desk.secrets.map((secret) => secret.reveal())).toEqual([signing]);
    expect(desk.allowPrivateAddresses).toBe(false);
    const printed = `${JSON.stringify(config)}${inspect(config, { depth: 9 })}`;
    expect(printed).not.toContain("k-123");
    expect(printed).not.toContain(signing);
    // The ingest thread gets the configuration whole.
    const posted = unpackConfig(structuredClone(packConfig(config))).channels[0] as ChannelOf<"webhook">;
    expect(posted.secrets[0]?.reveal()).toBe(signing);
  });

  test("a webhook takes several secrets while one replaces another", () => {
    const [channel] = channelsOf(
      `{ name: a, kind: webhook, url: "https://a.example", secret: [${signing}, ${signing}] }`,
    );
    expect((channel as ChannelOf<"webhook">).secrets).toHaveLength(2);
  });

  test("mail servers are given part by part, or as one address", () => {
    const mail = (yaml: string, env = {}) =>
      channelsOf(
        `{ name: m, kind: mail, ${yaml}, from: "Desk <desk@a.example>", to: x@a.example }`,
        env,
      )[0] as ChannelOf<"mail">;
    const parts = mail('host: mail.example, user: ann, password: "${PW}"', { PW: "p:w" });
    expect(parts).toMatchObject({
      server: { host: "mail.example", port: 587, security: "starttls", login: { user: "ann" } },
      to: ["x@a.example"],
      unsubscribe: "mailto:desk@a.example?subject=unsubscribe%20m",
    });
    expect(parts.server.login?.password.reveal()).toBe("p:w");
    expect(mail("host: mail.example, port: 465").server).toMatchObject({ security: "tls", login: null });
    expect(mail("host: mail.example, port: 25, plain: true").server.security).toBe("any");
    const one = mail('url: "${URL}"', { URL: "smtps://ann%40a:p%2Fw@mail.example" });
    expect(one.server).toMatchObject({ host: "mail.example", port: 465, security: "tls", login: { user: "ann@a" } });
    expect(one.server.login?.password.reveal()).toBe("p/w");
    expect(mail('url: "smtp://mail.example"').server).toMatchObject({ port: 587, security: "starttls", login: null });
  });

  test("Slack is reached by a bot or by an incoming webhook", () => {
    const way = (yaml: string) => (channelsOf(`{ name: s, kind: slack, ${yaml} }`)[0] as ChannelOf<"slack">).way;
    expect(way("token: xoxb-1, channel: C1")).toMatchObject({
      kind: "bot",
      channel: "C1",
      apiUrl: "https://slack.com/api",
    });
    expect(way('url: "https://hooks.example/1"')).toMatchObject({ kind: "hook" });
  });

  test("every fault has its line, and repeats no secret", () => {
    const faults = faultsOf(
      `channels:
  - { name: a, kind: webhook, url: "\${HOOK}", secret: "tell nobody" }
  - { name: a, kind: slack, token: xoxb-1 }
  - { name: b, kind: slak, url: "https://a.example" }
`,
      { HOOK: "ftp://secret.example" },
    );
    expect(faults).toEqual([expect.stringMatching(/wiredesk\.yaml:4: channels\[2\]\.kind: .*webhook, slack, teams/)]);
    const deeper = faultsOf(
      `channels:
  - { name: a, kind: webhook, url: "\${HOOK}", secret: "tell nobody" }
  - { name: a, kind: slack, token: xoxb-1 }
  - { name: c, kind: mail, from: a@b.example, to: a@b.example, url: "http://mail.example" }
  - { name: d, kind: telegram, token: "\${NONE}", chat: 12 }
`,
      { HOOK: "ftp://secret.example" },
    );
    expect(deeper).toEqual([
      expect.stringMatching(/:2: channels\[0\]\.url: expected an absolute http/),
      expect.stringMatching(/:2: channels\[0\]\.secret: expected "whsec_"/),
      expect.stringMatching(/:3: channels\[1\]\.name: "a" is the name of two channels/),
      expect.stringMatching(/:3: channels\[1\]\.token: a bot needs `channel`/),
      expect.stringMatching(/:4: channels\[2\]\.url: expected an address such as "smtps:/),
      expect.stringMatching(/:5: channels\[3\]\.token: the environment has no NONE/),
    ]);
    expect(deeper.join()).not.toMatch(/tell nobody|secret\.example/);
  });

  test("an unknown option of a channel is a fault with the nearest name", () => {
    expect(faultsOf('channels:\n  - { name: a, kind: teams, ulr: "https://a.example" }\n')).toEqual([
      expect.stringMatching(/:2: channels\[0\]\.url: expected text, and found nothing; add it/),
      expect.stringMatching(/:2: channels\[0\]\.ulr: there is no such option.*url/),
    ]);
  });
});
