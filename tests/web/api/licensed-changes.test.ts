import { beforeEach, expect, test } from "vitest";
import type { LogPlace } from "../../../src/domain/changes/change.ts";
import type { Reason } from "../../../src/domain/reason.ts";
import { sealCursor } from "../../../src/web/changes/place-cursor.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { deskState, fetchedOf, noon, verdictOf } from "../../support/store-fixtures.ts";
import { type LicensedWorld, marker, openLicensedWorld } from "../licensed-world.ts";

let world: LicensedWorld;
beforeEach(async () => {
  world = await openLicensedWorld();
});

interface Answer {
  readonly changes: readonly { readonly kind: string; readonly id: number; readonly entry: { reasons: object[] } }[];
  readonly more: boolean;
}

const editor = { Authorization: "Bearer s3cret-token" };

/** The answer about all changes after a place, and "kind id" of each change. */
async function changesAfter(place: LogPlace, headers: Record<string, string> = {}) {
  const since = sealCursor(await world.store.readPlaceKey(), { kind: "log", place });
  const asked = new URLSearchParams({ since, limit: "500" });
  const { text } = await world.app.ask(`/api/v1/changes?${asked}`, { headers });
  const { changes, more } = JSON.parse(text) as Answer;
  expect(more).toBe(false);
  return { text, changes, told: changes.map(({ kind, id }) => `${kind} ${id}`) };
}

const start: LogPlace = { seq: 0, at: 0 };

test("no change of a licensed text is told to the public: neither its words nor its number", async () => {
  const { store, ids } = world;
  const entry = makeEntry({ guid: "in", title: `Bridge closed ${marker}`, firstSeenAt: noon + 20_000 });
  const [joined = 0] = (await store.saveFetched(fetchedOf(3, [{ kind: "new", entry }]))).newIds;
  const revise = async (change: object) => {
    const revised = { ...entry, ...change };
    await store.saveFetched(fetchedOf(3, [{ kind: "revised", id: joined, entry: revised, significant: true }]));
  };
  const end = await store.readLogEnd();
  const place = { leadEntryId: ids.carrying };
  await store.saveVerdicts([verdictOf(joined, ids.carrying, ids.carrying, place)], deskState());
  await revise({ title: `Bridge open ${marker}`, contentHash: "second" });
  await store.saveVerdicts([verdictOf(joined, joined, joined)], deskState());
  const cue = { kind: "withdrawn", number: null, raw: "WITHDRAWN: " } as const;
  await revise({ cue, contentHash: "third" });
  const notice = { ...place, standing: "notice", withdrawnBy: joined } as const;
  await store.saveVerdicts([verdictOf(joined, ids.carrying, ids.carrying, notice)], deskState());
  const toEditors = await changesAfter(end, editor);
  for (const kind of ["added", "revised", "placed", "withdrawn"]) expect(toEditors.told).toContain(`${kind} ${joined}`);
  expect(toEditors.text).toContain(marker);
  expect((await changesAfter(end)).told).toEqual([]);
  await store.joinEntries([{ keepId: ids.hidden, joinId: joined }]);
  expect((await changesAfter(end, editor)).told).toContain(`removed ${joined}`);
  expect((await changesAfter(end)).told).toEqual([]);
  const whole = await changesAfter(start);
  expect(whole.text).not.toContain(marker);
  const publicIds = new Set([ids.told, ids.carried, ids.carrying, ids.tied]);
  expect(whole.changes.map(({ id }) => id).filter((id) => !publicIds.has(id))).toEqual([]);
});

test("a public entry that is placed because of a licensed one is told without the reason", async () => {
  const { store, ids } = world;
  const end = await store.readLogEnd();
  const facts = { words: [marker] };
  const reasons: readonly Reason[] = [{ code: "story", score: 0.9, entries: [ids.alone], facts }];
  const because = { reasons, leadEntryId: ids.carrying };
  await store.saveVerdicts([verdictOf(ids.carrying, ids.carrying, ids.told, because)], deskState());
  const toEditors = await changesAfter(end, editor);
  expect(toEditors.told).toContain(`placed ${ids.carrying}`);
  expect(toEditors.text).toContain(marker);
  const { text, changes, told } = await changesAfter(end);
  expect(told).toEqual([`placed ${ids.carrying}`]);
  expect(changes[0]?.entry.reasons).toEqual([]);
  expect(text).not.toContain(marker);
});
