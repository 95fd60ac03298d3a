// What some tests drive and npm does not bring: Debian's packages, and the test files that need them.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const chromium = process.env.WIREDESK_CHROMIUM ?? "/usr/bin/chromium";

function tool(file, debian, tests, isThere = () => existsSync(file)) {
  return { file, debian, tests, isThere };
}

const python = "/usr/bin/python3";
const hasFeedparser = () => spawnSync(python, ["-c", "import feedparser"]).status === 0;

/** The feed readers, by name. */
export const readerTools = {
  feedparser: tool(python, ["python3-feedparser"], ["tests/ci/readers/feedparser.test.ts"], hasFeedparser),
  newsboat: tool("/usr/bin/newsboat", ["newsboat"], ["tests/ci/readers/newsboat.test.ts"]),
  rss2email: tool("/usr/bin/r2e", ["rss2email"], ["tests/ci/readers/rss2email.test.ts"]),
  sfeed: tool("/usr/bin/sfeed_update", ["sfeed", "curl"], ["tests/ci/readers/sfeed.test.ts"], () =>
    ["/usr/bin/sfeed_update", "/usr/bin/curl"].every((file) => existsSync(file)),
  ),
};

export const tools = [
  tool(
    chromium,
    ["chromium"],
    ["tests/e2e/desk.test.ts", "tests/ci/desk-everywhere.test.ts", "tests/ci/analyser.test.ts"],
  ),
  ...Object.values(readerTools),
];
