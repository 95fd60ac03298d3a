// What some tests drive and npm does not bring: Debian's packages, and the test files that need them.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { browserFile, shellFile } from "./browser-file.mjs";
import { postgresBin } from "./postgres-bin.mjs";

function tool(file, debian, tests, isThere = () => existsSync(file), isQuick = isThere) {
  return { file, debian, tests, isThere, isQuick };
}

const areThere = (...files) => files.every((file) => existsSync(file));

const python = "/usr/bin/python3";
const hasFeedparser = () => spawnSync(python, ["-c", "import feedparser"]).status === 0;

/** The feed readers, by name. One test file drives all of them, and leaves out those that are missing. */
export const readerTools = {
  feedparser: tool(python, ["python3-feedparser"], [], hasFeedparser),
  newsboat: tool("/usr/bin/newsboat", ["newsboat"], []),
  rss2email: tool("/usr/bin/r2e", ["rss2email"], []),
  sfeed: tool("/usr/bin/sfeed_update", ["sfeed", "curl"], [], () => areThere("/usr/bin/sfeed_update", "/usr/bin/curl")),
  liferea: tool("/usr/bin/liferea", ["liferea", "xvfb", "xauth", "dbus"], [], () =>
    areThere(...["liferea", "xvfb-run", "xauth", "dbus-run-session", "dbus-send"].map((name) => `/usr/bin/${name}`)),
  ),
};

const postgres = tool(
  "/usr/lib/postgresql",
  ["postgresql-15"],
  ["tests/store/postgres/*.test.ts", "tests/ci/postgres/*.test.ts", "tests/ci/away-server.test.ts"],
  () => postgresBin() !== null,
);

const proxies = tool(
  "/usr/sbin/nginx",
  ["nginx-light", "varnish"],
  ["tests/ci/proxies.test.ts", "tests/ci/under-path.test.ts"],
  () => areThere("/usr/sbin/nginx", "/usr/sbin/varnishd"),
);

export const tools = [
  postgres,
  proxies,
  tool(
    shellFile,
    ["chromium-headless-shell"],
    [
      "tests/e2e/desk.test.ts",
      "tests/ci/desk/*.test.ts",
      "tests/sending/digest-on-a-phone.test.ts",
      ...["analyser", "desk-everywhere", "new-user", "postgres/desk-page", "under-path"].map(
        (name) => `tests/ci/${name}.test.ts`,
      ),
    ],
    () => browserFile() !== null,
    () => process.env.WIREDESK_CHROMIUM !== undefined || existsSync(shellFile),
  ),
  ...Object.values(readerTools),
];
