import { describe, expect, test } from "vitest";
import { defaultUserAgent } from "../../src/fetch/user-agent.ts";

describe("defaultUserAgent()", () => {
  test("names the version, our public address and the number of readers", () => {
    expect(defaultUserAgent({ version: "1.2.3", baseUrl: "https://wire.news.org", subscribers: 40 })).toBe(
      "Mozilla/5.0 (compatible; wiredesk/1.2.3; +https://wire.news.org/; 40 subscribers)",
    );
  });

  test.each([
    "http://localhost:8080",
    "http://desk.localhost",
    "http://127.0.0.1:8080",
    "http://[::1]:8080",
    "http://10.1.2.3",
    "http://192.168.1.4",
    "http://[fd00::1]",
    "http://desk",
    "http://desk.local",
    "http://desk.internal.",
    "https://wire.example",
  ])("names the project's page instead of %s, which nobody outside can open", (baseUrl) => {
    expect(defaultUserAgent({ version: "1.2.3", baseUrl, subscribers: 1 })).toBe(
      "Mozilla/5.0 (compatible; wiredesk/1.2.3; +https://www.npmjs.com/package/wiredesk; 1 subscriber)",
    );
  });
});
