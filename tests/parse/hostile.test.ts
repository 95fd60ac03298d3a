import { expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import { parseFeed } from "../../src/parse/parse-feed.ts";
import { hostileDocuments } from "./hostile-documents.ts";

const cpuMsMax = 1000;
// The suite may share its machine: what matters is that nothing is quadratic, which would take minutes.
const slackFactor = 4;

test.each(Object.entries(hostileDocuments))("parseFeed() survives %s", async (_name, make) => {
  const bytes = new TextEncoder().encode(make());
  const before = process.cpuUsage();
  let error: unknown = null;
  try {
    const feed = await parseFeed({ bytes, url: "http://news.example/feed", contentType: null });
    expect(JSON.stringify(feed.items.slice(0, 3))).not.toContain("root:");
  } catch (thrown) {
    error = thrown;
  }
  const { user, system } = process.cpuUsage(before);
  expect(error === null || error instanceof WireError).toBe(true);
  expect((user + system) / 1000).toBeLessThan(cpuMsMax * slackFactor);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("parseFeed() keeps what it read before a limit, and names the limit", async () => {
  const many = hostileDocuments["500,000 empty items"]?.() ?? "";
  const feed = await parseFeed({
    bytes: new TextEncoder().encode(many),
    url: "http://news.example/",
    contentType: null,
  });
  expect(feed.items).toHaveLength(10_000);
  expect(feed.stoppedBy).toBe("itemsMax 10000");
});

test("parseFeed() expands no entity of an entity and follows no external one", async () => {
  const read = async (name: string) => {
    const bytes = new TextEncoder().encode(hostileDocuments[name]?.() ?? "");
    const feed = await parseFeed({ bytes, url: "http://news.example/", contentType: null });
    return feed.items[0]?.summaryHtml;
  };
  expect((await read("billion laughs"))?.length).toBeLessThan(1000);
  expect(await read("external entities")).toBe("&x;");
});
