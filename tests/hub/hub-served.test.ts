import { expect, test } from "vitest";
import { titlesOf, topic, useHub } from "./hub-conversation.ts";

const hub = useHub();
const path = new URL(topic).pathname;

test("a request after a delivery gets the delivered bytes, in every encoding and under any condition", async () => {
  await hub.world.publish({ title: "First" });
  await hub.subscribe();
  const { headers } = await hub.world.app.ask(path);
  const before = String(headers.etag);
  let open: () => void = () => undefined;
  hub.subscriber.postGate = new Promise((resolve) => {
    open = resolve;
  });
  await hub.world.publish({ title: "Second" });
  await hub.posts(1);
  const [delivered] = hub.subscriber.posts;
  const ways: Record<string, string>[] = [
    {},
    { "If-None-Match": before },
    { "Accept-Encoding": "gzip" },
    { "Accept-Encoding": "br" },
  ];
  const asked = await Promise.all(ways.map((headers) => hub.world.app.ask(path, { headers })));
  expect(asked.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(titlesOf(delivered!.body)).toEqual(["Second", "First"]);
  expect(asked[0]!.body.equals(delivered!.body)).toBe(true);
  expect(new Set(asked.map((answer) => String(answer.headers.etag).slice(0, 23)))).toHaveProperty("size", 1);
  expect(String(asked[0]!.headers.etag)).not.toBe(before);
  open();
});

test("during a burst of changes no answer after a delivery is older than the delivery", async () => {
  await hub.world.publish();
  await hub.subscribe();
  await hub.world.app.ask(path);
  for (let count = 0; count < 12; count += 1) {
    const reads = [1, 2, 3].map(() => hub.world.app.ask(path));
    await hub.world.publish();
    await hub.posts(count + 1);
    const told = titlesOf(hub.subscriber.posts.at(-1)!.body).length;
    const { body } = await hub.world.app.ask(path);
    expect(titlesOf(body).length).toBeGreaterThanOrEqual(told);
    await Promise.all(reads);
  }
});
