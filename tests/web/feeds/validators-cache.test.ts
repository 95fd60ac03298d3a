import { expect, test } from "vitest";
import type { Command } from "../../../src/domain/commands.ts";
import { WireError } from "../../../src/domain/errors.ts";
import type { SavedValidators } from "../../../src/domain/saved-validators.ts";
import { createValidatorsCache } from "../../../src/web/feeds/validators-cache.ts";
import { createRecordingLog } from "../../support/logs.ts";

/** A cache whose first `failures` attempts to save fail. `flush` lets the pending attempt happen. */
function cacheWith(failures: number) {
  const { log, messages } = createRecordingLog();
  const saved: SavedValidators[] = [];
  let attempts = 0;
  let wake: () => void = () => undefined;
  const cache = createValidatorsCache({
    log,
    store: { readSavedValidators: async () => null } as never,
    clock: {
      now: () => 0,
      sleep: () =>
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
    },
    commands: {
      run: async (command: Command) => {
        attempts += 1;
        if (attempts <= failures) throw new WireError("store-locked", "no change can be made right now");
        if (command.kind === "saveValidators") saved.push(...command.stamps);
        return null as never;
      },
    },
  });
  const flush = async () => {
    wake();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { cache, saved, messages, flush };
}

test("validators that could not be saved are saved with the next ones, the newer of two alone", async () => {
  const { cache, saved, messages, flush } = cacheWith(1);
  cache.save("a", { etag: '"a1"', lastModified: 1_000 });
  cache.save("b", { etag: '"b1"', lastModified: 1_000 });
  await flush();
  expect([saved, messages]).toEqual([[], []]);
  expect(await cache.read("b")).toMatchObject({ etag: '"b1"' });
  cache.save("a", { etag: '"a2"', lastModified: 2_000 });
  await flush();
  expect(saved.map(({ etag }) => etag).sort()).toEqual(['"a2"', '"b1"']);
});

test("only a second failure in a row is a line of the log", async () => {
  const { cache, saved, messages, flush } = cacheWith(2);
  for (const etag of ['"1"', '"2"', '"3"']) {
    cache.save("a", { etag, lastModified: 1_000 });
    await flush();
  }
  expect(messages).toEqual(["could not save Last-Modified times"]);
  expect(saved.map(({ etag }) => etag)).toEqual(['"3"']);
});
