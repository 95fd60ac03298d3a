import { expect, test } from "vitest";
import type { ServiceProcess, SingleWork } from "../../../src/domain/service/processes.ts";
import { receiverShard, receiverShardsMax } from "../../../src/domain/service/receiver-shares.ts";
import { createSenderShards } from "../../../src/ingest/sharing/sender-shards.ts";

const leaseMs = 10_000;

/** Senders that share the receivers over a list of leases, as the store keeps them. */
function senders() {
  const clock = { time: 1_000_000, now: () => clock.time };
  const leases = new Map<SingleWork, { owner: string; until: number }>();
  const seenAt = new Map<string, number>();
  const processOf = (owner: string): ServiceProcess => ({
    ...{ owner, roles: ["send"], startedAt: 0, seenAt: seenAt.get(owner) ?? 0, settings: "" },
    works: [...leases].filter(([, one]) => one.owner === owner && one.until > clock.time).map(([work]) => work),
  });
  const join = (owner: string) => {
    const shards = createSenderShards({ clock });
    const beat = () => {
      const others = [...seenAt].filter(([name, at]) => name !== owner && at >= clock.time - leaseMs);
      const wanted = shards.plan(others.map(([name]) => processOf(name)));
      seenAt.set(owner, clock.time);
      const isMine = (work: SingleWork) => {
        const lease = leases.get(work);
        return lease === undefined || lease.owner === owner || lease.until <= clock.time;
      };
      const got = wanted.filter(isMine);
      for (const [work, one] of leases) if (one.owner === owner && !wanted.includes(work)) leases.delete(work);
      for (const work of got) leases.set(work, { owner, until: clock.time + leaseMs });
      shards.hold(got, clock.time + leaseMs);
      return shards.shards()?.length;
    };
    return { shards, beat };
  };
  return { clock, join };
}

/** A receiver of this shard. */
function receiverIn(shard: number): string {
  for (let at = 0; ; at += 1) if (receiverShard(`host-${at}`) === shard) return `host-${at}`;
}

test("senders that join get equal shares, each shard has one of them, and one that dies is replaced when its leases end", () => {
  const { clock, join } = senders();
  const [a, b, c] = [join("a"), join("b"), join("c")];
  expect(a.beat()).toBe(receiverShardsMax);
  expect([b.beat(), a.beat(), b.beat()]).toEqual([0, 32, 32]);
  for (let turn = 0; turn < 3; turn += 1) for (const one of [c, a, b]) one.beat();
  const shares = [a, b, c].map(({ shards }) => shards.shards() ?? []);
  expect(shares.map(({ length }) => length).sort()).toEqual([20, 22, 22]);
  expect(new Set(shares.flat()).size).toBe(receiverShardsMax);

  // c dies.
  for (let seconds = 0; seconds < 10; seconds += 1) {
    clock.time += 1_000;
    expect([a.beat(), b.beat()].every((count) => (count ?? 0) <= 22)).toBe(true);
  }
  clock.time += 1;
  for (let turn = 0; turn < 2; turn += 1) for (const one of [a, b]) one.beat();
  expect([a.beat(), b.beat()]).toEqual([32, 32]);
});

test("a shard in which work runs is given away only after the work; nothing new starts there meanwhile", () => {
  const { join } = senders();
  const [a, b] = [join("a"), join("b")];
  a.beat();
  const turns = Array.from({ length: receiverShardsMax }, (_, shard) => a.shards.begin(receiverIn(shard)));
  b.beat();
  expect([a.beat(), b.beat()]).toEqual([32, 0]);
  const leaving = turns.findIndex((_, shard) => a.shards.begin(receiverIn(shard)) === null);
  expect(a.shards.shards()).not.toContain(leaving);
  expect(turns[leaving]?.isMine()).toBe(true);
  turns[leaving]?.end();
  expect([a.beat(), b.beat()]).toEqual([32, 1]);
  expect(b.shards.shards()).toEqual([leaving]);
  expect(turns[leaving]?.isMine()).toBe(false);
});

test("two seconds before its leases end, a sender starts nothing more and cuts off what is running", () => {
  const { clock, join } = senders();
  const { shards, beat } = join("a");
  let cuts = 0;
  shards.onLost(() => {
    cuts += 1;
  });
  beat();
  const turn = shards.begin("host");
  clock.time += 7_999;
  shards.look();
  expect([turn?.isMine(), cuts]).toEqual([true, 0]);
  clock.time += 1;
  expect([turn?.isMine(), shards.begin("host"), shards.shards()]).toEqual([false, null, []]);
  shards.look();
  shards.look();
  expect(cuts).toBe(1);
  beat();
  expect([turn?.isMine(), shards.begin("host") === null]).toEqual([false, false]);
});
