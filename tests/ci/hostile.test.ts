import { expect, test } from "vitest";
import { WireError } from "../../src/domain/errors.ts";
import { parseFeed } from "../../src/parse/parse-feed.ts";
import { hostileDocuments } from "../parse/hostile-documents.ts";

/**
 * The cost that a hostile document may have compared with a plain one of the same size. Quadratic work would cost ten
 * thousand times as much.
 */
const costRatioMax = 60;
const noiseMs = 100;
const plainBytes = 4_000_000;
const plainMs = cpuMsOf(await measured(hostileDocuments["a 50 MB feed"]?.().slice(0, plainBytes) ?? ""));

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
  const spentMs = cpuMsOf(process.cpuUsage(before));
  expect(error === null || error instanceof WireError).toBe(true);
  expect(spentMs).toBeLessThan(noiseMs + costRatioMax * plainMs * (bytes.length / plainBytes));
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("parseFeed() keeps the items before a limit, and names the limit", async () => {
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

async function measured(text: string): Promise<NodeJS.CpuUsage> {
  const before = process.cpuUsage();
  await parseFeed({ bytes: new TextEncoder().encode(text), url: "http://news.example/feed", contentType: null });
  return process.cpuUsage(before);
}

function cpuMsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
