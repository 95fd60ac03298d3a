import { describe, expect, test } from "vitest";
import { eachStore } from "../../support/each-store.ts";
import { alertRule, openAlerts } from "./alert-world.ts";
import { sources, textOf, twoHours } from "./bridge-story.ts";

describe.each(eachStore)("one story on $name", ({ makeStore }) => {
  test("thirty outlets reprint a story with two updates and a withdrawal: four messages in one thread", async () => {
    const rules = [alertRule("bridge"), alertRule("tagus", { to: ["desk", "mail"], on: ["new", "withdrawal"] })];
    const world = await openAlerts(rules, sources, await makeStore());
    await twoHours(world);
    const told = (rule: string, channel: string) =>
      world
        .outbox()
        .then((rows) =>
          rows.filter((row) => row.message.rule === rule && row.channel === channel).map(({ message }) => message),
        );
    const messages = await told("bridge", "desk");
    expect(messages.map(({ kind, items }) => [kind, items[0]?.event, items[0]?.source])).toEqual([
      ["alert", "new", "Northern Wire"],
      ["followUp", "update", "Northern Wire"],
      ["followUp", "update", "Northern Wire"],
      ["followUp", "withdrawal", "Northern Wire"],
    ]);
    const [first] = messages;
    expect(new Set(messages.map(({ thread }) => thread?.key))).toEqual(new Set([first?.id]));
    expect(messages.slice(1).map(({ thread }) => thread?.first?.id)).toEqual([first?.id, first?.id, first?.id]);
    for (const channel of ["desk", "mail"])
      expect((await told("tagus", channel)).map(({ items }) => items[0]?.event)).toEqual(["new", "withdrawal"]);
  }, 180_000);

  test("an editor withdraws a story that was told: its thread says so once", async () => {
    const world = await openAlerts([alertRule("bridge")], sources, await makeStore());
    await world.poll("Northern Wire", [textOf("Northern Wire", 0)]);
    await world.poll("Outlet 1", [textOf("Outlet 1", 0)]);
    await world.rule([1, 2].map((entryId) => ({ kind: "withdraw", entryId, withdrawn: true }) as const));
    const titles = (await world.outbox()).map(({ message }) => message.title);
    expect(titles).toEqual([
      "Tagus bridge closed after cracks are found in cables",
      "WITHDRAWN: Tagus bridge closed after cracks are found in cables",
    ]);
  });
});
