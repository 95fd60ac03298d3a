import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { emptyFilter } from "../../src/domain/section.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";
import { noon } from "../support/store-fixtures.ts";

// The render thread runs the compiled program. `npm run build` compiles it; `npm test` does this first.
const compiled = new URL("../../dist/runtime/render-pool.js", import.meta.url).href;
const { createRenderPool } = (await import(compiled)) as typeof import("../../src/runtime/render-pool.ts");

const page = { filter: emptyFilter, collapse: "copy", sort: "arrival", limit: 50, after: null } as const;
const view = {
  title: "All",
  path: "/feeds/all",
  query: "",
  page,
  archive: null,
  keyed: false,
  lane: "section" as const,
};
const request = { view, format: "rss", knownEtag: null, held: null, codings: ["identity"] } as const;

let folder: string;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => removeFolder(folder));

const startOf = () => ({
  store: `sqlite:${join(folder, "wire.db")}`,
  baseUrl: "https://wire.example",
  idBase: "https://wire.example",
  hub: false,
});

test("a store that cannot be opened fails that rendering, and the next one tries again", async () => {
  const pool = createRenderPool(startOf());
  try {
    await expect(pool.render(request)).rejects.toMatchObject({ name: "WireError" });
    await (await openStore(startOf().store, { now: noon })).close();
    expect(await pool.render(request)).toMatchObject({ kind: "rendered" });
  } finally {
    await pool.close();
  }
});

test("a rendering that takes too long is abandoned, and its thread is ended", async () => {
  await (await openStore(startOf().store, { now: noon })).close();
  const pool = createRenderPool(startOf(), 1);
  try {
    await expect(pool.render(request)).rejects.toMatchObject({ code: "timeout" });
    await expect(pool.render(request)).rejects.toMatchObject({ code: "timeout" });
  } finally {
    await pool.close();
  }
});
