import { defineConfig } from "vitest/config";

/** CI asks for a report file, from which it prints its closing line. */
const report = process.env["WIREDESK_TEST_REPORT"];

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    ...(report === undefined ? {} : { reporters: ["default", "json"], outputFile: { json: report } }),
  },
});
