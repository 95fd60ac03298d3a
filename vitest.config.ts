import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { tools } from "./tests/support/tools.mjs";

/** CI asks for a report file, from which it prints its closing line. */
const report = process.env.WIREDESK_TEST_REPORT;

/** The tests of the CI tier: they start, kill and drive programs, or simulate a whole day. */
const slow = "tests/ci/**/*.test.ts";

/**
 * tests/support/install-tools.mjs installs what npm does not bring. Where it cannot, it says which tests are left out
 * here. CI leaves out none: they fail.
 */
const leftOut =
  process.env.CI === "true" ? [] : tools.filter(({ isThere }) => !isThere()).flatMap(({ tests }) => tests);

/** Where the slow files are, the slowest first. */
const slowFolders = ["/tests/ci/", "/tests/e2e/", "/tests/store/postgres/", "/tests/sending/"];

/** The slow files come first, so that no processor waits at the end for one of them. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = slowFolders.findIndex((folder) => moduleId.includes(folder));
      return at === -1 ? slowFolders.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "daily",
          include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
          exclude: [...configDefaults.exclude, ...leftOut, slow],
        },
      },
      { extends: true, test: { name: "ci", include: [slow], exclude: [...configDefaults.exclude, ...leftOut] } },
    ],
    sequence: { sequencer: SlowFirst },
    globalSetup: ["tests/support/global-postgres.ts"],
    setupFiles: process.env.CI === "true" ? ["tests/support/same-examples.ts"] : [],
    pool: "forks",
    // The slowest files wait more than they work: a service to start, a reader to poll.
    maxWorkers: Math.max(3, availableParallelism()),
    // No module holds state, so files may share what they import: a third of the time goes otherwise into importing.
    isolate: false,
    // A limit for tests that hang. Tests that start services take long on a slow machine.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    ...(report === undefined ? {} : { reporters: ["default", "json"], outputFile: { json: report } }),
  },
});
