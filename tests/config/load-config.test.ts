import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { feedAccess } from "../../src/config/feed-access.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { WireError } from "../../src/domain/errors.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";

const folder = makeFolder();
afterAll(() => removeFolder(folder));

function load(yaml: string, env: Record<string, string> = {}) {
  const file = join(folder, "wiredesk.yaml");
  writeFileSync(file, yaml);
  return loadConfig(file, env);
}

function faultsOf(yaml: string, env: Record<string, string> = {}): string[] {
  try {
    load(yaml, env);
  } catch (error) {
    expect(error).toBeInstanceOf(WireError);
    expect((error as WireError).code).toBe("config-invalid");
    return (error as WireError).message.split("\n").map((line) => line.replace(folder, ""));
  }
  return [];
}

describe("loadConfig()", () => {
  test("reads the shipped configuration: at least 20 agencies and outlets, two sections", () => {
    const config = loadConfig("config/wiredesk.yaml", {});
    const sources = new Set(config.feeds.map((feed) => feed.source.name));
    expect(sources.size).toBeGreaterThanOrEqual(20);
    expect(config.sections.length).toBeGreaterThanOrEqual(2);
    expect(config.warnings).toEqual([]);
  });

  test("an empty file is a valid configuration with every default", () => {
    const config = load("");
    expect(config.server).toEqual({
      port: 8080,
      host: "127.0.0.1",
      baseUrl: "http://localhost:8080",
      trustedProxies: [],
    });
    expect(config.store).toBe("sqlite:data/wiredesk.db");
    expect(config.polling).toMatchObject({ cron: "* * * * *", concurrency: 32, allowPrivateAddresses: false });
    expect(config.feeds).toEqual([]);
  });

  test.each([
    ["https://desk.example/?a=1", "an address without a query"],
    ["https://desk.example/#top", "an address without a query"],
    ["https://desk.example//wire", "a path of letters, digits and - . _ ~"],
    ["https://desk.example/feeds/x", "another path, because /feeds is a page of wiredesk itself"],
  ])("a baseUrl that is more than a host and a path of its own is a fault, with its line: %s", (address, expected) => {
    const why = `is "${address}": expected ${expected}`;
    expect(faultsOf(`server:\n  port: 80\n  baseUrl: "${address}"\n`)).toEqual([
      expect.stringMatching(/wiredesk\.yaml:3.*server\.baseUrl/),
    ]);
    expect(faultsOf(`server:\n  baseUrl: "${address}"\n`).join()).toContain(`the address ${why}`);
    expect(faultsOf("", { WIREDESK_BASE_URL: address }).join()).toContain(`WIREDESK_BASE_URL ${why}`);
  });

  test("a baseUrl may have a path", () => {
    expect(load('server: { baseUrl: "https://desk.example/news/wire/" }').server.baseUrl).toBe(
      "https://desk.example/news/wire",
    );
  });

  test("a baseUrl may end with a slash", () => {
    expect(load('server: { baseUrl: "https://desk.example/" }').server.baseUrl).toBe("https://desk.example");
  });

  test("sources: [] is valid", () => {
    expect(load("sources: []").feeds).toEqual([]);
  });

  test("one error lists every fault with file, line, path and the expected value", () => {
    const faults = faultsOf(
      [
        "server:",
        "  port: ninety",
        "  colour: red",
        "sources:",
        "  - name: Anadolu",
        "    kind: paper",
        "    feeds:",
        "      - { url: ftp://example.org/feed }",
        '      - { url: "https://example.org/feed", interval: soon }',
        "sections:",
        "  - { id: All News }",
      ].join("\n"),
    );
    expect(faults).toHaveLength(6);
    expect(faults[0]).toMatch(/^\/wiredesk\.yaml:2: server\.port: .*number/);
    expect(faults.join("\n")).toMatch(/wiredesk\.yaml:3: server\.colour: there is no such option/);
    expect(faults.join("\n")).toMatch(/:6: sources\[0\]\.kind: .*agency/);
    expect(faults.join("\n")).toMatch(/:8: sources\[0\]\.feeds\[0\]\.url: expected an absolute http/);
    expect(faults.join("\n")).toMatch(/:9: sources\[0\]\.feeds\[1\]\.interval: expected a duration/);
    expect(faults.join("\n")).toMatch(/:11: sections\[0\]\.id: expected lower-case/);
  });

  test("hosts may have their own gaps, by registrable domain or address; address ranges may be allowed", () => {
    const { polling } = load(
      'polling: { hostGap: 2s, hosts: { Example.org: { gap: 5s }, 127.0.0.1: { gap: 0s, parallel: 4 }, bbc.co.uk: { parallel: 2 } }, allowAddresses: ["10.1.0.0/16", "::1"] }',
    );
    expect(polling.hosts).toEqual({
      "example.org": { gapMs: 5000, parallel: 1 },
      "127.0.0.1": { gapMs: 0, parallel: 4 },
      "bbc.co.uk": { gapMs: 2000, parallel: 2 },
    });
    expect(polling.allowAddresses).toEqual(["10.1.0.0/16", "::1"]);
  });

  test("a host or range that can never apply is a fault", () => {
    const faults = faultsOf(
      [
        "polling:",
        "  hosts:",
        "    feeds.example.org: { gap: 5s }",
        '    "https://example.com/": { gap: 5s }',
        '  allowAddresses: ["10.1.0.0/99"]',
      ].join("\n"),
    );
    expect(faults).toEqual([
      expect.stringMatching(/yaml:3: .*counted under "example\.org"; use that name/),
      expect.stringMatching(/yaml:4: .*expected a host without scheme/),
      expect.stringMatching(/yaml:5: .*"10\.1\.0\.0\/99" is neither/),
    ]);
  });

  test("client certificates are read from files, proxies are filled in from the environment, and neither is shown", () => {
    writeFileSync(join(folder, "client.pem"), "PEM hunter2");
    const feed = `{ url: "https://example.org/feed", clientCertificate: { cert: "\${PEM}", key: "\${PEM}" }, proxy: "http://me:\${PASS}@proxy.example:3128" }`;
    const yaml = `sources: [{ name: X, feeds: [${feed}] }]`;
    const config = load(yaml, { PEM: join(folder, "client.pem"), PASS: "hunter2" });
    expect(feedAccess(config).routeFor("https://example.org/feed")).toEqual({
      certificate: { cert: "PEM hunter2", key: "PEM hunter2", ca: null },
      proxy: "http://me:hunter2@proxy.example:3128",
    });
    expect(feedAccess(config).routeFor("https://example.org/other")).toBeNull();
    expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain("hunter2");
    expect(faultsOf(yaml, { PEM: join(folder, "none.pem"), PASS: "x" }).join("\n")).toMatch(
      /feeds\[0\]\.clientCertificate: the file cannot be read/,
    );
    expect(
      faultsOf(yaml.replace("http://me", "socks://me"), { PEM: join(folder, "client.pem"), PASS: "hunter2" }),
    ).toEqual([expect.stringMatching(/feeds\[0\]\.proxy: expected a proxy such as/)]);
  });

  test("says in plain words what was expected, and proposes the name that was meant", () => {
    const faults = faultsOf(
      [
        "server: { prot: 80, port: ninety }",
        "polling: { concurrency: 5000, allowPrivateAddresses: 'yes', allowAddresses: 10.0.0.1 }",
        "sources: [{ name: 5, kind: agnecy, feeds: [{ headers: { 'a b': c } }] }]",
        "sections: [{ id: a, match: { sourcs: [], urgency: 1.5 } }, null]",
        "terms: { fruit: [] }",
        "sectoins: []",
      ].join("\n"),
    );
    const words = [
      ":1: server.port: expected a number, and found text",
      ':1: server.prot: there is no such option; did you mean "port"?',
      ":2: polling.concurrency: expected 512 or less",
      ":2: polling.allowPrivateAddresses: expected true or false, and found text",
      ":2: polling.allowAddresses: expected a list, and found text",
      ":3: sources[0].name: expected text, and found a number",
      ':3: sources[0].kind: expected agency, outlet or aggregator; did you mean "agency"?',
      ":3: sources[0].feeds[0].url: expected text, and found nothing; add it",
      ":3: sources[0].feeds[0].headers.a b: the name is wrong: expected a header name",
      ":4: sections[0].match.urgency: expected a whole number, and found the number 1.5",
      ':4: sections[0].match.sourcs: there is no such option; did you mean "sources"?',
      ':4: sections[1]: expected settings ("name: value"), and found nothing; write a value, or remove the line',
      ":5: terms.fruit: expected at least one entry",
      ':6: sectoins: there is no such option; did you mean "sections"?',
    ];
    expect(faults).toEqual(words.map((word) => `/wiredesk.yaml${word}`));
  });

  test("a source or a list that does not exist is a fault with the nearest name", () => {
    const yaml = [
      "sources: [{ name: Anadolu }, { name: Harbour Post }]",
      "terms: { fruit: [apple] }",
      "sections:",
      "  - id: a",
      "    match: { sources: [HARBOUR POST, Anadoul], query: $friut }",
      "  - { id: b, match: { sources: [Zulu News] } }",
    ].join("\n");
    expect(faultsOf(yaml)).toEqual([
      '/wiredesk.yaml:5: sections[0].match.sources[1]: there is no source "Anadoul"; did you mean "Anadolu"?',
      expect.stringMatching(/:5: sections\[0\]\.match\.query: .*no list \$friut .*; did you mean \$fruit\?$/),
    ]);
    const listed = yaml.replace("Anadoul]", "Anadolu]").replace("$friut", "$fruit");
    expect(load(listed).sections).toHaveLength(2);
    expect(load(listed).warnings).toEqual([
      expect.stringMatching(/^section "b" names source "Zulu News", which is not in the configuration: /),
    ]);
  });

  test("a YAML mistake names its line", () => {
    expect(faultsOf("server:\n  port: 1\n bad: [")[0]).toMatch(/wiredesk\.yaml:\d: /);
  });

  test("a missing file says how to name another", () => {
    expect(() => loadConfig(join(folder, "none.yaml"), {})).toThrow(/none\.yaml: cannot be read .* --config FILE/);
  });

  test("duplicate names, feeds and section ids are faults", () => {
    const faults = faultsOf(
      [
        "sources:",
        "  - { name: AFP, feeds: [{ url: 'https://a.example/x' }] }",
        "  - { name: afp, feeds: [{ url: 'https://a.example/x' }] }",
        "sections: [{ id: a }, { id: a }]",
      ].join("\n"),
    );
    expect(faults).toHaveLength(3);
  });

  test("a broken query in a section points at its line", () => {
    const faults = faultsOf("sections:\n  - id: a\n    match: { query: '(truce OR' }\n");
    expect(faults[0]).toMatch(/:3: sections\[0\]\.match\.query: /);
  });

  test("hours of the day are read with their time zone, one range or several", () => {
    const { sections } = load(
      "sections:\n" +
        "  - { id: a, match: { hours: 06:00-10:00, timeZone: Europe/Berlin } }\n" +
        '  - { id: b, match: { hours: ["22:00-02:00", "12:00-12:30"], timeZone: UTC } }\n',
    );
    expect(sections.map(({ filter }) => filter.hours)).toEqual([
      [{ ranges: [{ from: 360, to: 600 }], timeZone: "Europe/Berlin" }],
      [
        {
          ranges: [
            { from: 720, to: 750 },
            { from: 1320, to: 120 },
          ],
          timeZone: "UTC",
        },
      ],
    ]);
  });

  test("impossible hours, an unknown zone, and one without the other are faults with their lines", () => {
    const faults = faultsOf(
      [
        "sections:",
        "  - id: a",
        "    match:",
        "      hours: 6 to 10",
        "      timeZone: Berlin",
        "  - { id: b, match: { hours: 06:00-10:00 } }",
        "  - { id: c, match: { timeZone: Europe/Berlin } }",
        "  - { id: d, match: { hours: [07:00-07:00], timeZone: UTC } }",
      ].join("\n"),
    );
    expect(faults).toEqual([
      expect.stringMatching(/:4: sections\[0\]\.match\.hours: "6 to 10" is not a range of hours; expected one such as/),
      expect.stringMatching(/:5: sections\[0\]\.match\.timeZone: "Berlin" is not a time zone; expected an IANA name/),
      expect.stringMatching(/:6: sections\[1\]\.match\.hours: need .* timeZone: Europe\/Berlin/),
      expect.stringMatching(/:7: sections\[2\]\.match\.timeZone: needs hours/),
      expect.stringMatching(/:8: sections\[3\]\.match\.hours: .*the whole day is 00:00-24:00/),
    ]);
  });

  test.each<[string, Partial<ReturnType<ReturnType<typeof feedAccess>["headersFor"]>>, object]>([
    ["headers: { Authorization: 'Bearer ${KEY}' }", { Authorization: "Bearer s3cret" }, {}],
    ["basic: 'desk:${KEY}'", { Authorization: `Basic ${btoa("desk:s3cret")}` }, {}],
    ["query: { apikey: '${KEY}' }", {}, { apikey: "s3cret" }],
  ])("%s comes from the environment and is never printed", (key, headers, query) => {
    const yaml = `sources:\n  - name: R\n    feeds:\n      - { url: 'https://r.example/f', ${key} }\n`;
    const config = load(yaml, { KEY: "s3cret" });
    const access = feedAccess(config);
    expect([access.headersFor("https://r.example/f"), access.queryFor("https://r.example/f")]).toEqual([
      headers,
      query,
    ]);
    expect([access.headersFor("https://r.example/g"), access.queryFor("https://r.example/g")]).toEqual([{}, {}]);
    const printed = inspect([config, config.feedHeaders, config.feedQueries], { depth: 9 }) + JSON.stringify(config);
    expect(printed).not.toMatch(/s3cret|czNjcmV0/);
    expect(faultsOf(yaml)[0]).toMatch(/:4: .*the environment has no KEY/);
  });

  test("a configured user agent is used; otherwise the default one states the number of readers", () => {
    const yaml = "server: { baseUrl: 'https://wire.example' }\npolling: { subscribers: 40 }";
    expect(load(yaml).polling).toMatchObject({ userAgent: null, subscribers: 40 });
    expect(load("").polling).toMatchObject({ userAgent: null, subscribers: 1 });
    expect(load("polling: { userAgent: mine }").polling.userAgent).toBe("mine");
  });

  test("the environment overrides address, store and log level", () => {
    const config = load("server: { port: 1 }", {
      WIREDESK_PORT: "9090",
      WIREDESK_HOST: "0.0.0.0",
      WIREDESK_BASE_URL: "https://wire.example/",
      WIREDESK_STORE: "sqlite:/tmp/x.db",
      WIREDESK_LOG_LEVEL: "error",
    });
    expect(config.server).toEqual({ port: 9090, host: "0.0.0.0", baseUrl: "https://wire.example", trustedProxies: [] });
    expect(config.store).toBe("sqlite:/tmp/x.db");
    expect(config.logLevel).toBe("error");
    expect(faultsOf("", { WIREDESK_PORT: "many" })[0]).toMatch(/WIREDESK_PORT is "many"/);
  });

  test("the address of a PostgreSQL store may hold variables, with any password; the server makes its backups", () => {
    const store = "store: postgres://wire:${PGPASSWORD}@db.example/news";
    expect(load(store, { PGPASSWORD: "a/b@c#" }).store).toBe("postgres://wire:a%2Fb%40c%23@db.example/news");
    expect(() => load(store)).toThrow(/store: .*PGPASSWORD/);
    expect(() => load("store: postgres://db.example/news\nbackup: {to: /var/backups}")).toThrow(
      "backup: the server makes the backups of a store in PostgreSQL",
    );
  });

  test("empty variables count as not set; hosts and headers that cannot work are faults", () => {
    expect(load("", { WIREDESK_PORT: "", WIREDESK_STORE: "" }).server.port).toBe(8080);
    expect(load("server: { baseUrl: 'https://\u65b0\u805e.example/' }").server.baseUrl).toBe(
      "https://xn--efvv70d.example",
    );
    expect(load('server: { host: "::1" }').server.baseUrl).toBe("http://[::1]:8080");
    expect(faultsOf("", { WIREDESK_BASE_URL: "localhost:8080" })[0]).toMatch(/WIREDESK_BASE_URL is "localhost:8080"/);
    expect(faultsOf("polling:\n  cron: often")[0]).toMatch(/:2: polling\.cron: expected a crontab/);
    expect(faultsOf("polling: { userAgent: 新闻 }")[0]).toMatch(/:1: polling\.userAgent: .*ASCII/);
  });

  test("the configuration is frozen", () => {
    const config = load("sources: [{ name: A, feeds: [{ url: 'https://a.example/f', interval: 2m }] }]");
    expect(Object.isFrozen(config.feeds[0]?.source)).toBe(true);
    expect(config.feeds[0]?.intervalMs).toBe(120_000);
  });
});
