import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { emptyFilter, type Section } from "../../../src/domain/section.ts";
import type { Store } from "../../../src/domain/store.ts";
import { eventually } from "../../support/cli.ts";
import { deskState, noon, specOf, verdictOf } from "../../support/store-fixtures.ts";
import { add, openDesk, serveDesk } from "../served-desk.ts";

const token = "right";
const key = "anna's key";
const keyed = { name: "anna", sha256: createHash("sha256").update(key, "utf8").digest("hex") };
const sections: readonly Section[] = [
  { id: "outlets", title: "Outlets", filter: { ...emptyFilter, kinds: ["outlet"] } },
  { id: "licensed", title: "Licensed", filter: { ...emptyFilter, sources: ["Licensed"] }, keys: [keyed] },
];

interface Answer {
  readonly status: number;
  readonly body: {
    readonly changes: readonly { kind: string; id: number; entry: { title: string; guid: string } | null }[];
    readonly next: string;
    readonly more: boolean;
    readonly detail: string;
  };
}

/** A served desk with a private source. Waits end only when something happens, or when the test ends them. */
async function openWorld() {
  const { store, url, clock, agencyId, outletId } = await openDesk();
  const licensed = specOf("https://licensed.example/rss", { name: "Licensed", isPrivate: true });
  const licensedId = (await store.addFeed(licensed, "added", noon)).id;
  const listeners = new Set<(change: { byEditor: boolean }) => void>();
  const sleeps = new Map<() => void, number>();
  const stopping = new AbortController();
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((ready, failed) => {
      sleeps.set(ready, ms);
      signal?.addEventListener("abort", () => {
        sleeps.delete(ready);
        failed(signal.reason);
      });
    });
  const app = await serveDesk({
    ...{ url, sections, clock: { now: clock.now, sleep } },
    deps: {
      adminToken: token,
      stopping: stopping.signal,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  const ask = async (asked: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> => {
    const { status, text } = await app.ask(`/api/v1/changes?${new URLSearchParams(asked)}`, { headers });
    return { status, body: JSON.parse(text) };
  };
  /** Reads to the end of the log. */
  const end = async (asked: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<string> => {
    let answer = await ask(asked, headers);
    while (answer.body.more) answer = await ask({ ...asked, since: answer.body.next }, headers);
    return answer.body.next;
  };
  const waits = () => [...sleeps.values()].filter((ms) => ms === 30_000).length;
  return {
    ...{ store, app, ask, end, agencyId, outletId, licensedId, stopping },
    /** Resolves when this many requests wait. */
    waiting: (count: number) =>
      eventually(
        async () => waits(),
        (now) => now === count,
      ),
    tell: () => {
      for (const listener of listeners) listener({ byEditor: false });
    },
    /** Lets the time of all waits pass. */
    endWaits: () => {
      for (const [ready, ms] of sleeps) if (ms === 30_000) ready();
    },
  };
}

function kindsOf({ body }: Answer): readonly string[] {
  return body.changes.map(({ kind, id }) => `${kind} ${id}`);
}

async function move(store: Store, id: number, to: number): Promise<void> {
  await store.saveVerdicts([verdictOf(id, id, to)], deskState());
}

test("a mirror begins with the entries as they are, in pages, and goes on with what has changed since then", async () => {
  const { store, ask, agencyId } = await openWorld();
  for (let at = 1; at <= 3; at += 1) await add(store, agencyId, { guid: `g${at}`, title: `News ${at}` });
  const first = await ask({ limit: "2", since: "0" });
  expect([kindsOf(first), first.body.more]).toEqual([["present 1", "present 2"], true]);
  expect(first.body.changes[1]?.entry).toMatchObject({ title: "News 2", guid: "g2" });
  await move(store, 1, 2);
  const second = await ask({ limit: "2", since: first.body.next });
  expect([kindsOf(second), second.body.more]).toEqual([["present 3"], true]);
  const third = await ask({ since: second.body.next });
  expect([kindsOf(third), third.body.more]).toEqual([["placed 1"], false]);
  expect(await ask({ since: third.body.next })).toMatchObject({ status: 200, body: { changes: [], more: false } });
});

test("a request that waits is answered by the next change, or is empty when its time is over", async () => {
  const { store, ask, end, agencyId, waiting, tell, endWaits } = await openWorld();
  const since = await end();
  const woken = ask({ since, wait: "30" });
  await waiting(1);
  await add(store, agencyId, { guid: "new" });
  tell();
  expect(kindsOf(await woken)).toEqual(["added 1"]);
  const idle = ask({ since: (await woken).body.next, wait: "30" });
  await waiting(1);
  endWaits();
  expect((await idle).body).toMatchObject({ changes: [], more: false });
});

test("licensed news wakes nobody but editors and holders of a key, and no place tells of it", async () => {
  const { store, ask, end, agencyId, licensedId, waiting, tell, endWaits } = await openWorld();
  const editor = { Authorization: `Bearer ${token}` };
  const since = await end();
  const open = ask({ since, wait: "30" });
  const section = ask({ since, wait: "30", section: "outlets" });
  const withKey = ask({ since, wait: "30", section: "licensed", key });
  const editors = ask({ since, wait: "30" }, editor);
  await waiting(4);
  await add(store, licensedId, { guid: "secret" });
  tell();
  expect(kindsOf(await withKey)).toEqual(["added 1"]);
  expect(kindsOf(await editors)).toEqual(["added 1"]);
  await waiting(2);
  await add(store, agencyId, { guid: "open" });
  tell();
  expect(kindsOf(await open)).toEqual(["added 2"]);
  await waiting(1);
  const { body } = await open;
  expect(body.next.length).toBe((await ask({})).body.next.length);
  // Two places are never the same text, so that two readers cannot find out how far they are apart.
  expect((await ask({ since: body.next })).body.next).not.toBe((await ask({ since: body.next })).body.next);
  expect((await ask({ since, section: "licensed" })).status).toBe(404);
  expect((await ask({ since, section: "licensed", key: "wrong" })).status).toBe(404);
  expect(kindsOf(await ask({ since, section: "licensed" }, editor))).toEqual(["added 1"]);
  expect(kindsOf(await ask({}))).toEqual(["present 2"]);
  endWaits();
  expect(kindsOf(await section)).toEqual([]);
});

test("a place that is forgotten, changed or from another store is answered with 410 and says how to begin again", async () => {
  const { store, ask, end, agencyId } = await openWorld();
  const empty = await end();
  await add(store, agencyId, { guid: "old" });
  await store.purge(noon + 1, 10, noon + 9);
  await store.purge(noon + 9, 10, noon + 9);
  for (const since of [empty, "12", `${empty.slice(0, -2)}AA`]) {
    const { status, body } = await ask({ since });
    expect([since, status]).toEqual([since, 410]);
    expect(body.detail).toContain("start again without `since`");
  }
  expect(kindsOf(await ask({}))).toEqual([]);
});

test("requests that wait are bounded for each client, and end when the client leaves or the server stops", async () => {
  const { app, ask, end, waiting, stopping } = await openWorld();
  const since = await end();
  const leaving = new AbortController();
  const address = `${app.url}/api/v1/changes?${new URLSearchParams({ since, wait: "30" })}`;
  const left = fetch(address, { signal: leaving.signal }).catch(() => "left");
  await waiting(1);
  const many = Array.from({ length: 49 }, () => ask({ since, wait: "30" }));
  await waiting(50);
  expect((await ask({ since, wait: "30" })).status).toBe(503);
  expect((await ask({ since })).status).toBe(200);
  leaving.abort();
  expect(await left).toBe("left");
  await waiting(49);
  stopping.abort();
  expect((await Promise.all(many)).map(({ status, body }) => [status, body.changes.length])).toEqual(
    many.map(() => [200, 0]),
  );
  expect((await ask({ since, wait: "30" })).status).toBe(200);
});
