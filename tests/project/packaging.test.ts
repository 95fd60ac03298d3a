import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const unitFile = "packaging/systemd/wiredesk.service";
const roleUnitFile = "packaging/systemd/wiredesk@.service";
const unit = readFileSync(unitFile, "utf8");
const container = readFileSync("packaging/container/Containerfile", "utf8");
const compose = readFileSync("packaging/container/compose.yaml", "utf8");
const composePostgres = readFileSync("packaging/container/compose-postgres.yaml", "utf8");
const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

type Env = Readonly<Record<string, string>>;

describe("the systemd unit", () => {
  test.runIf(hasSystemd).each([unitFile, roleUnitFile])(
    "%s is well-formed, and gives little that it could harm",
    (file) => {
      const run = spawnSync("systemd-analyze", ["security", "--offline=true", file], { encoding: "utf8" });
      expect(run.stderr).toBe("");
      const exposure = Number(/Overall exposure level for \S+\.service: ([\d.]+)/.exec(run.stdout)?.[1]);
      expect(exposure).toBeLessThan(2);
    },
  );

  test("the template for roles differs from the whole service only in what a role needs", () => {
    const roles = readFileSync(roleUnitFile, "utf8").split("\n");
    const rest = unit.split("\n").filter((line) => !roles.includes(line));
    expect(
      rest.filter(
        (line) => !/^(#|Description|Documentation|ExecStart|StateDirectory|WorkingDirectory|Environment)/.test(line),
      ),
    ).toEqual([]);
    expect(roles).toContain("ExecStart=/usr/bin/env wiredesk --config /etc/wiredesk/wiredesk.yaml serve --roles %i");
  });

  test("lets V8 compile, and allows the open files that a service needs", () => {
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute=yes/m);
    expect(Number(/^LimitNOFILE=(\d+)/m.exec(unit)?.[1])).toBeGreaterThanOrEqual(256);
  });
});

describe("the container", () => {
  test("runs as an ordinary user, copies what exists, and is asked whether it is healthy", () => {
    const last = container.slice(container.lastIndexOf("FROM "));
    expect(last).toMatch(/^USER 1000/m);
    expect(last).toMatch(/^HEALTHCHECK .*\/healthz/m);
    for (const [, from = ""] of container.matchAll(/^COPY (?!--from)(\S+)/gm)) expect(existsSync(from)).toBe(true);
  });

  test.each([
    ["compose.yaml", compose],
    ["compose-postgres.yaml", composePostgres],
  ])("%s builds it, with a root that cannot be written", (_file, text) => {
    const { services } = parse(text) as {
      services: { wiredesk: { read_only: boolean; build: { dockerfile: string } } };
    };
    expect(services.wiredesk.read_only).toBe(true);
    expect(existsSync(services.wiredesk.build.dockerfile)).toBe(true);
  });

  test("compose-postgres.yaml names its database as wiredesk does", () => {
    const { services } = parse(composePostgres) as { services: Record<"wiredesk" | "db", { environment: Env }> };
    const store = new URL(services.wiredesk.environment.WIREDESK_STORE ?? "");
    const { POSTGRES_USER, POSTGRES_DB, POSTGRES_PASSWORD } = services.db.environment;
    expect([store.username, store.hostname, store.pathname]).toEqual([POSTGRES_USER, "db", `/${POSTGRES_DB}`]);
    expect(services.wiredesk.environment.PGPASSWORD).toBe(POSTGRES_PASSWORD);
  });
});

test("every package that is installed with wiredesk still runs on the oldest Node.js that engines names", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; engines?: { node?: string } }>;
  };
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
  const [major = 0, minor = 0] = (/^>=(\d+)\.(\d+)$/.exec(engines.node) ?? []).slice(1).map(Number);
  expect(major).toBe(20);
  const takes = (range: string) =>
    range.split("||").some((part) => {
      const [, sign = "", from = "*", fromMinor = "0"] = /^\s*([>=^]*)\s*v?(\d+|\*)(?:\.(\d+|x))?/.exec(part) ?? [];
      if (from === "*") return true;
      const isUp =
        sign.startsWith(">") && (Number(from) < major || (Number(from) === major && Number(fromMinor) <= minor));
      return isUp || Number(from) === major;
    });
  const left = Object.entries(packages).filter(
    ([path, { dev, optional, engines: own }]) => path !== "" && !dev && !optional && !takes(own?.node ?? "*"),
  );
  expect(left.map(([path]) => path)).toEqual([]);
  expect([takes(">=22"), takes("^18 || >=21"), takes("20.x || 22.x"), takes(">=20.19.0")]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test("compose.hosts.yaml starts every role, of which webs and desks twice, and the proxy knows the webs", () => {
  const file = readFileSync("packaging/container/compose.hosts.yaml", "utf8");
  const { services } = parse(file, { merge: true }) as {
    services: Record<string, { environment?: { WIREDESK_ROLES?: string }; deploy?: { replicas: number } }>;
  };
  const roles = Object.values(services).flatMap(({ environment, deploy }) =>
    Array.from({ length: deploy?.replicas ?? 1 }, () => environment?.WIREDESK_ROLES ?? []).flat(),
  );
  expect(roles.sort()).toEqual(["desk", "desk", "poll", "poll", "send", "web", "web"]);
  const proxy = readFileSync("packaging/container/nginx.hosts.conf", "utf8");
  for (const [, web = ""] of proxy.matchAll(/^ {2}server ([\w-]+):8080/gm)) expect(services).toHaveProperty(web);
});

test("packaging sets only variables that wiredesk knows", () => {
  const known = ["src/config/build-config.ts", "src/config/secret-files.ts"]
    .map((file) => readFileSync(file, "utf8"))
    .join();
  const set = [
    ...`${unit}${container}${compose}${composePostgres}${readFileSync("packaging/container/compose.hosts.yaml", "utf8")}`.matchAll(
      /\bWIREDESK_[A-Z_]+/g,
    ),
  ].map(([name]) => name);
  expect(set.length).toBeGreaterThan(5);
  expect([...new Set(set)].filter((name) => !known.includes(name))).toEqual([]);
});
