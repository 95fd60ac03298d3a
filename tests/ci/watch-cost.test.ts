import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createWorkspace, type Service, startService, type Workspace } from "../support/cli.ts";
import { fillStore } from "../support/fill-store.ts";

// When other tests keep the processors busy, a service takes long to start.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workspace: Workspace;
let service: Service;

const rowCount = 150;
/** Words that nearly match, so that nothing is found at once. */
const text = Array.from({ length: 3_000 }, (_, at) => `Wörd${at % 97}`).join(" ");

beforeAll(async () => {
  workspace = createWorkspace();
  const now = Date.now();
  const entries = Array.from({ length: rowCount }, (_, at) => ({
    guid: `g${at}`,
    text: `${text} ${at}`,
    firstSeenAt: now + at,
  }));
  await fillStore(`sqlite:${workspace.path("wire.db")}`, entries);
  service = await startService(workspace);
});
afterAll(async () => {
  await service.stop("SIGKILL");
  workspace.remove();
});

/** Twenty terms of the greatest length. A stranger can write anything into a cookie. */
const many = (text: (term: number, word: number) => string, words: number) =>
  Array.from({ length: 20 }, (_, term) => Array.from({ length: words }, (__, word) => text(term, word)).join(" OR "));
const cookies = {
  words: many((term) => `x${term}`, 1),
  phrases: many((term, word) => `"worda ${term}${word}"`, 10),
  beginnings: many((term, word) => `wor${term}y${word}*`, 14),
};

async function costOf(watches: readonly string[]): Promise<number> {
  const cookie = `wiredesk_watches=${encodeURIComponent(watches.join("\n"))}`;
  const before = performance.now();
  const response = await fetch(`${service.baseUrl}/?limit=${rowCount}`, { headers: { cookie } });
  await response.text();
  expect(response.status).toBe(200);
  return performance.now() - before;
}

test.each(Object.entries(cookies))("a page with watch terms costs only a few times more: %s", async (_, watches) => {
  const ratios = [];
  for (let round = 0; round < 5; round += 1) {
    const plain = await costOf([]);
    ratios.push((await costOf(watches)) / plain);
  }
  // The best of five runs, each without a pause, because other processes may interrupt a run.
  expect(Math.min(...ratios)).toBeLessThan(8);
});
