import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { createHttpOf } from "../../src/runtime/parts/create-http.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { startFeedHost } from "../support/feed-host.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";

test("an answer has the time of the clock by which polls are scheduled, whatever the machine's clock says", async () => {
  const folder = makeFolder();
  const host = await startFeedHost();
  const file = join(folder, "wiredesk.yaml");
  writeFileSync(file, JSON.stringify({ polling: { allowPrivateAddresses: true }, sources: [] }));
  const clock = createFakeClock(Date.UTC(2020, 1, 1));
  const http = createHttpOf(loadConfig(file, {}), clock);
  const url = host.publish("/a.rss", "<rss/>");
  const { fetchedAt } = await http.fetch({
    url,
    validators: { etag: null, lastModified: null },
    headers: {},
    signal: null,
  });
  expect(fetchedAt).toBe(clock.now());
  await http.close();
  await host.close();
  removeFolder(folder);
});
