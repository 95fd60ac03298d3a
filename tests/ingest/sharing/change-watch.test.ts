import { describe, expect, it } from "vitest";
import type { StoreChange } from "../../../src/domain/commands.ts";
import { createChangeWatch } from "../../../src/ingest/sharing/change-watch.ts";

describe("createChangeWatch", () => {
  it("tells nothing at first, and makes one read while nothing changes", async () => {
    const { look, told, store } = watch();
    await look();
    const reads = store.reads;
    await look();
    await look();
    expect(told).toEqual([]);
    expect(store.reads - reads).toBe(2);
  });

  it("tells a change once, and whether an editor made it", async () => {
    const { look, told, store } = watch();
    await look();
    store.decide();
    await look();
    await look();
    store.rule();
    await look();
    expect(told).toEqual([{ byEditor: false }, { byEditor: true }]);
  });

  it.each([1, 2, 3, 4])(
    "tells a ruling that comes during a look (at read %i) no earlier than it is there",
    async (at) => {
      const { look, told, store } = watch();
      await look();
      store.decide();
      store.beforeRead = (read) => {
        if (read !== at) return;
        store.rule();
        told.length = 0;
      };
      await look();
      await look();
      await look();
      expect(told).toContainEqual({ byEditor: true });
    },
  );
});

/** A watch over a store whose marks move when the test says so. */
function watch() {
  let [mark, rulings] = [1, 0];
  const told: StoreChange[] = [];
  const store = {
    reads: 0,
    beforeRead: (_read: number): void => undefined,
    decide: () => {
      mark += 1;
    },
    rule: () => {
      mark += 1;
      rulings += 1;
    },
    readChangeMark: async () => {
      noteRead();
      return mark;
    },
    readCommandMark: async () => {
      noteRead();
      return rulings;
    },
  };
  const noteRead = () => {
    store.reads += 1;
    store.beforeRead(store.reads - 2);
  };
  return { look: createChangeWatch({ store, onChange: (change) => told.push(change) }), told, store };
}
