import { expect, test } from "vitest";
import { serveFeeds } from "./feed-world.ts";

test("a document that cannot be rendered affects only its own requests, however many there are", async () => {
  const { ask } = await serveFeeds(undefined, (renderer) => ({
    async render(request) {
      const answer = await renderer.render(request);
      if (answer.kind !== "rendered" || request.format !== "rss") return answer;
      return { ...answer, feed: { ...answer.feed, link: "<https://\u65b0\u805e.example/>" } };
    },
  }));
  for (let time = 0; time < 3; time += 1) expect((await ask("/feeds/all.rss")).status).toBe(500);
  expect((await ask("/feeds/all.atom")).status).toBe(200);
});
