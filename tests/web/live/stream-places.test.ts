import fc from "fast-check";
import { expect, test } from "vitest";
import { createStreamPlaces } from "../../../src/web/live/stream-places.ts";

const limits = { streamsMax: 12, clientStreamsMax: 9, viewsMax: 6, clientViewsMax: 5 };

function harness() {
  const places = createStreamPlaces(limits);
  const open: { readonly client: string; readonly view: string; readonly number: number }[] = [];
  let number = 0;
  /** Opens a stream. Returns the streams that had to end for it, or that it was refused. */
  function ask(client: string, view: string): readonly number[] | "refused" {
    const ended: number[] = [];
    number += 1;
    const stream = { client, view, number };
    const leave = () => {
      const at = open.indexOf(stream);
      if (at >= 0) open.splice(at, 1);
    };
    const end = () => {
      leave();
      endings.push(stream.number);
    };
    endings = ended;
    try {
      const giveBack = places.take({ client, view, end });
      open.push(stream);
      closers.set(stream.number, () => {
        giveBack();
        leave();
      });
      return ended;
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: "rate-limited" });
      return "refused";
    }
  }
  let endings: number[] = [];
  const closers = new Map<number, () => void>();
  return { ask, open, close: (at: number) => closers.get(at)?.(), isFollowed: places.isFollowed };
}

test("the views of a client are limited, and a new client takes the least used view of the client that has most", () => {
  const { ask, open, isFollowed } = harness();
  for (const view of ["a", "b", "c", "d", "e"]) expect(ask("greedy", view)).toEqual([]);
  expect(ask("greedy", "f")).toBe("refused");
  expect(ask("greedy", "a")).toEqual([]);
  expect(ask("one", "1")).toEqual([]);
  // b is the oldest of the views that only one stream follows; a has two streams.
  expect(ask("two", "2")).toEqual([2]);
  expect(isFollowed("b")).toBe(false);
  expect(ask("two", "3")).toEqual([3]);
  expect(open.map(({ view }) => view)).toEqual(["a", "d", "e", "a", "1", "2", "3"]);
  // Now it would hold as many as the client that would lose a stream.
  expect(ask("two", "4")).toBe("refused");
  expect(ask("one", "4")).toEqual([4]);
});

test("a view that others also follow is not ended, and following it needs no free place", () => {
  const { ask } = harness();
  for (const view of ["a", "b", "c", "d", "e"]) ask("greedy", view);
  for (const view of ["a", "b", "c"]) expect(ask("other", view)).toEqual([]);
  expect(ask("other", "x")).toEqual([]);
  expect(ask("third", "y")).toEqual([4]);
});

test("streams are shared in the same way, and a place that was given back is free", () => {
  const { ask, close } = harness();
  for (let at = 0; at < 9; at += 1) expect(ask("greedy", "a")).toEqual([]);
  expect(ask("greedy", "a")).toBe("refused");
  for (let at = 0; at < 3; at += 1) expect(ask("other", "a")).toEqual([]);
  expect(ask("third", "a")).toEqual([1]);
  close(2);
  expect(ask("third", "a")).toEqual([]);
});

test("whatever clients request, the limits hold, and a client without streams is never refused", () => {
  const client = fc.constantFrom("a", "b", "c", "d");
  const view = fc.integer({ min: 0, max: 9 }).map(String);
  fc.assert(
    fc.property(fc.array(fc.tuple(client, view), { maxLength: 80 }), (asks) => {
      const { ask, open } = harness();
      for (const [who, what] of asks) {
        const held = open.filter((stream) => stream.client === who).length;
        const answer = ask(who, what);
        if (held === 0) expect(answer).not.toBe("refused");
        expect(open.length).toBeLessThanOrEqual(limits.streamsMax);
        expect(new Set(open.map((stream) => stream.view)).size).toBeLessThanOrEqual(limits.viewsMax);
        for (const one of ["a", "b", "c", "d"])
          expect(open.filter((stream) => stream.client === one).length).toBeLessThanOrEqual(limits.clientStreamsMax);
      }
    }),
  );
});
