import { expect, test } from "vitest";
import { noon } from "../../support/store-fixtures.ts";
import { add, openDesk, serveDesk } from "../served-desk.ts";

test("a feed by the points of its stories has the same bytes until there is news, however late it is", async () => {
  const { store, url, agencyId, outletId, clock } = await openDesk();
  const hour = 3_600_000;
  const led = await add(store, agencyId, { guid: "a", title: "Ferry aground", firstSeenAt: noon });
  await add(
    store,
    outletId,
    { guid: "b", title: "Ferry aground", firstSeenAt: noon + 1 },
    { copyId: led, leadId: led },
  );
  await add(store, outletId, { guid: "c", title: "Fair opens", firstSeenAt: noon + 2 });
  const app = await serveDesk({ url, clock });
  const titles = async (path: string) => JSON.parse((await app.ask(path)).text).items.map(({ title = "" }) => title);
  const path = "/feeds/all.json?sort=top&collapse=story";
  expect(await titles(path)).toEqual(["Ferry aground", "Fair opens"]);
  expect(await titles("/feeds/all.json?collapse=story")).toEqual(["Fair opens", "Ferry aground"]);
  const first = await app.ask(path);
  clock.time += 3 * hour;
  const later = await app.ask(path, { headers: { "If-None-Match": String(first.headers.etag) } });
  expect(later.status).toBe(304);
  const api = JSON.parse((await app.ask("/api/v1/entries?sort=top&collapse=story")).text);
  expect(api.items[0].rank).toEqual({ outlets: 2, agencies: 1, newIn60: 2, newIn15: 2, score: 8 });
  expect(JSON.parse((await app.ask("/api/v1/entries")).text).items[0].rank).toBeNull();
});
