import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { ListedMessage } from "../../../src/domain/alerts/outbox-store.ts";
import { emptyFilter } from "../../../src/domain/section.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { eachStore } from "../../support/each-store.ts";
import { makeFolder, removeFolder } from "../../support/folders.ts";
import { randomOf } from "../../support/random-of.ts";
import { noon } from "../../support/store-fixtures.ts";

const kills = 12;
const writer = fileURLToPath(new URL("../../support/alert-writer.mjs", import.meta.url));

/** Runs the writer until it has printed so many lines, and kills it so many milliseconds later. */
function killAfter(url: string, lines: number, delayMs: number): Promise<void> {
  const child = spawn(process.execPath, [writer, url], { stdio: ["ignore", "pipe", "inherit"] });
  let said = 0;
  let isAsked = false;
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString().split("\n").length - 1;
    if (said < lines || isAsked) return;
    isAsked = true;
    setTimeout(() => child.kill("SIGKILL"), delayMs);
  });
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => {
      if (signal === "SIGKILL") done();
      else failed(new Error(`the writer ended by itself with ${code}: is dist/ built?`));
    });
  });
}

describe.each(eachStore)("a desk that is killed, on $name", ({ makeStore }) => {
  test("tells every story that readers see exactly once, and its update exactly once", async () => {
    const folder = makeFolder();
    const url = (await makeStore()) ?? `sqlite:${join(folder, "wire.db")}`;
    const random = randomOf(19);
    for (let kill = 0; kill < kills; kill += 1) await killAfter(url, 1 + Math.floor(random() * 4), random() * 25);
    const store = await openStore(url, { now: noon });
    const decided = await store.readEntries({ filter: emptyFilter, since: null, afterId: 0, limit: 100_000 });
    const waiting = new Set((await store.readPending(1000)).map(({ item }) => item.id));
    expect(decided.length).toBeGreaterThan(kills);
    for (const channel of ["desk", "mail"]) {
      const rows = await store.listOutbox({ states: ["waiting"], channel, limit: 100_000 });
      const storiesOf = (kind: string) =>
        rows
          .filter(({ message }) => message.kind === kind)
          .map(storyOf)
          .sort((a, b) => a - b);
      expect(storiesOf("alert")).toEqual(decided.map(({ id }) => id));
      const updated = decided.filter(({ id, revision }) => revision > 1 && !waiting.has(id));
      expect(storiesOf("followUp")).toEqual(updated.map(({ id }) => id));
    }
    await store.close();
    removeFolder(folder);
  }, 120_000);
});

function storyOf({ message }: ListedMessage): number {
  return Number(message.items[0]?.deskUrl.split("/").at(-1));
}
