import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

/** CI asks for a report file, from which it prints its closing line. */
const report = process.env.WIREDESK_TEST_REPORT;

/** What npm does not bring is installed by tests/support/install-tools.mjs; where it cannot be, it says which tests are left out here. */
const hasChromium = existsSync(process.env.WIREDESK_CHROMIUM ?? "/usr/bin/chromium");
const hasReaders =
  existsSync("/usr/bin/newsboat") && spawnSync("/usr/bin/python3", ["-c", "import feedparser"]).status === 0;
const leftOut = [
  ...(hasChromium ? [] : ["tests/e2e/desk.test.ts", "tests/e2e/desk-everywhere.test.ts"]),
  ...(hasReaders ? [] : ["tests/e2e/readers.test.ts"]),
];

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
    exclude: [...configDefaults.exclude, ...leftOut],
    pool: "forks",
    // The slowest files wait more than they work: a service to start, a reader to poll.
    maxWorkers: Math.max(3, availableParallelism()),
    // No module holds state, so files may share what they import: a third of the time goes otherwise into importing.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    ...(report === undefined ? {} : { reporters: ["default", "json"], outputFile: { json: report } }),
  },
});
