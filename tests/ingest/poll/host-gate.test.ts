import { describe, expect, test } from "vitest";
import { hostKey } from "../../../src/domain/feeds/host-key.ts";
import { createHostGate } from "../../../src/ingest/poll/host-gate.ts";
import { createFakeClock } from "../../support/fake-clock.ts";

const never = new AbortController().signal;

describe("hostKey()", () => {
  test.each([
    ["https://feeds.bbci.co.uk/news/rss.xml", "bbci.co.uk"],
    ["https://www.example.com:8443/feed", "example.com"],
    ["https://rss.example.com/feed", "example.com"],
    ["http://127.0.0.5:8080/", "127.0.0.5"],
    ["http://[2001:db8::1]/", "[2001:db8::1]"],
    ["http://localhost/", "localhost"],
    ["no address", "no address"],
  ])("%s belongs to %s", (url, key) => {
    expect(hostKey(url)).toBe(key);
  });
});

describe("createHostGate()", () => {
  const open = (concurrency = 10) => {
    const clock = createFakeClock(0);
    const closing = new AbortController();
    const gate = createHostGate({
      clock,
      concurrency,
      hostGapMs: 1000,
      hosts: { "quick.example": { gapMs: 0, parallel: 2 } },
      closing: closing.signal,
    });
    const log: string[] = [];
    const visit = async (name: string, url: string, ms: number): Promise<void> => {
      const turn = await gate.enter(url);
      log.push(`${name}@${clock.now()}`);
      await clock.sleep(ms);
      turn.end();
    };
    return { clock, closing, gate, log, visit };
  };

  test("requests to one registrable domain run one at a time, with a gap after each, in the order of the calls", async () => {
    const { clock, log, visit } = open();
    const all = [
      visit("a", "http://x.news.example/", 500),
      visit("b", "http://y.news.example/", 500),
      visit("c", "http://news.example/", 0),
    ];
    await clock.runUntil(Promise.all(all));
    expect(log).toEqual(["a@0", "b@1500", "c@3000"]);
  });

  test("the gap applies to later callers, and not longer than necessary", async () => {
    const { clock, log, visit } = open();
    await clock.runUntil(visit("a", "http://news.example/", 0));
    await clock.advance(400);
    await clock.runUntil(visit("b", "http://news.example/", 0));
    await clock.advance(5000);
    await clock.runUntil(visit("c", "http://news.example/", 0));
    expect(log).toEqual(["a@0", "b@1000", "c@6000"]);
  });

  test("requests to different hosts run at the same time, up to the concurrency", async () => {
    const { clock, log, visit } = open(2);
    const all = ["p", "q", "r"].map((name) => visit(name, `http://${name}.example/`, 100));
    await clock.runUntil(Promise.all(all));
    expect(log).toEqual(["p@0", "q@0", "r@100"]);
  });

  test("a request that waits for a busy host takes no place from the others", async () => {
    const { clock, log, visit } = open(2);
    const slow = [1, 2, 3].map((n) => visit(`slow${n}`, "http://slow.example/", 10_000));
    const quick = ["p", "q", "r"].map((name) => visit(name, `http://${name}.example/`, 10));
    await clock.runUntil(Promise.all(quick));
    expect(log).toEqual(["slow1@0", "p@0", "q@10", "r@20"]);
    await clock.runUntil(Promise.all(slow));
  });

  test("a host's own settings take precedence", async () => {
    const { clock, log, visit } = open();
    await clock.runUntil(Promise.all([1, 2, 3].map((n) => visit(String(n), "http://quick.example/", 100))));
    expect(log).toEqual(["1@0", "2@0", "3@100"]);
  });

  test("closing rejects all callers that wait for a host, for its gap or for a place, and all later callers", async () => {
    const { clock, closing, gate, visit } = open(2);
    await clock.runUntil(visit("a", "http://gap.example/", 0));
    const held = [await gate.enter("http://one.example/"), await gate.enter("http://two.example/")];
    const waiting = ["http://one.example/", "http://gap.example/", "http://three.example/"].map((url) =>
      gate.enter(url),
    );
    const ends = Promise.allSettled(waiting);
    closing.abort(new Error("stop"));
    expect((await ends).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    for (const turn of held) turn.end();
    await expect(gate.enter("http://one.example/")).rejects.toThrow("stop");
  });

  test("a turn that moves to another host frees the first and waits for the other", async () => {
    const { clock, gate, log, visit } = open();
    const turn = await gate.enter("http://one.example/");
    const busy = visit("two", "http://two.example/", 300);
    const moved = turn.moveTo("http://two.example/feed", never).then(() => log.push(`moved@${clock.now()}`));
    const next = visit("one", "http://one.example/", 0);
    await clock.runUntil(Promise.all([busy, moved, next]));
    expect(log).toEqual(["two@0", "one@1000", "moved@1300"]);
    turn.end();
    turn.end();
  });

  test("a request that is redirected to a busy host takes no place from the others while it waits", async () => {
    const { clock, gate, log, visit } = open(2);
    const slow = visit("slow", "http://slow.example/", 10_000);
    const turn = await gate.enter("http://one.example/");
    const moved = turn.moveTo("http://slow.example/feed", never).then(() => log.push(`moved@${clock.now()}`));
    const others = ["p", "q"].map((name) => visit(name, `http://${name}.example/`, 10));
    await clock.runUntil(Promise.all(others));
    expect(log).toEqual(["slow@0", "p@0", "q@10"]);
    const long = ["r", "s"].map((name) => visit(name, `http://${name}.example/`, 20_000));
    await clock.runUntil(Promise.all([slow, moved, ...long]));
    expect(log.slice(3)).toEqual(["r@20", "s@10000", "moved@20020"]);
    turn.end();
    await clock.runUntil(visit("t", "http://t.example/", 0));
  });

  test("setting the clock back an hour delays nobody for an hour", async () => {
    const { clock, log, visit } = open();
    await clock.runUntil(visit("a", "http://news.example/", 0));
    clock.jump(-3_600_000);
    await clock.runUntil(visit("b", "http://news.example/", 0));
    expect(log).toEqual(["a@0", "b@-3599000"]);
  });
});
