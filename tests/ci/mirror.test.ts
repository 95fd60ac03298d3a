import { describe, expect, test } from "vitest";
import { eventually, runCli } from "../support/cli.ts";
import { eachStore } from "../support/each-store.ts";
import type { TestItem } from "../support/feed-documents.ts";
import { comparable, startMirror } from "../support/mirror-process.ts";
import { useServedWire } from "../support/served-wire.ts";

const token = "an-editors-token-for-mirrors";
const rounds = 8;

/** In each round the agency has a new text and a new state of its last one, and the outlet reprints the text. */
function textsOf(round: number): readonly TestItem[] {
  return Array.from({ length: round }, (_, at) => ({
    title: `Harbour bulletin ${at + 1}${at === round - 2 ? " (amended)" : ""}`,
    guid: `urn:bulletin:${at + 1}`,
    url: `https://wire.example/${at + 1}`,
    text: `The harbour master of quay ${at + 1} said on Monday that ship ${(at + 1) * 7} had brought ${at + 3} tonnes of grain.`,
    date: null,
  }));
}

describe.each(eachStore)("a mirror of a store on $name", (kind) => {
  const wire = useServedWire("for each test", kind);

  test("that is killed again and again ends with exactly what the store exports", { timeout: 240_000 }, async () => {
    const feeds = { wire: wire.publish(textsOf(1)), daily: wire.publish(textsOf(1), "daily") };
    wire.configure(feeds, "1s");
    const service = await wire.start({ WIREDESK_ADMIN_TOKEN: token });
    const mirror = startMirror(service.baseUrl, wire.workspace.path("mirror.json"), token);
    for (let round = 2; round <= rounds; round += 1) {
      wire.publish(textsOf(round));
      wire.publish(textsOf(round - 1), "daily");
      await mirror.kill();
      await wire.holds("/feeds/all.rss", `Harbour bulletin ${round}<`);
    }
    const exported = async () => {
      const { stdout } = await runCli(wire.workspace, ["export"]);
      return stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    };
    await eventually(exported, (lines) => lines.length === rounds * 2 - 1);
    const mirrored = () => Object.values(mirror.entries()).map(comparable);
    const same = await eventually(
      async () => ({ store: (await exported()).map(comparable), mirror: mirrored() }),
      ({ store, mirror: own }) => JSON.stringify(store) === JSON.stringify(own),
    );
    expect(same.mirror).toHaveLength(rounds * 2 - 1);
    await mirror.close();
  });
});
