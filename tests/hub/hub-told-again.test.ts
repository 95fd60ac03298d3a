import { expect, test } from "vitest";
import { minuteMs } from "../../src/domain/time.ts";
import { noon } from "../support/store-fixtures.ts";
import { titlesOf, useHub } from "./hub-conversation.ts";

const hub = useHub();
/** A document has 50 items. */
const laterItems = 50;

test("an item that left the document is pushed to subscribers again when it is withdrawn or corrected", async () => {
  const wrong = await hub.world.publish({ title: "Ferry sinks", firstSeenAt: noon });
  const inexact = await hub.world.publish({ title: "Ferry with 214 aboard", firstSeenAt: noon + minuteMs });
  for (let n = 2; n < laterItems + 2; n += 1) await hub.world.publish({ firstSeenAt: noon + n * minuteMs });
  await hub.subscribe();
  const withdrawn = { kind: "withdrawn", number: null, raw: "WITHDRAWN: " } as const;
  await hub.world.revise(
    wrong,
    { title: "WITHDRAWN: Ferry sinks", text: "", cue: withdrawn },
    { standing: "notice", withdrawnBy: wrong },
  );
  const [first] = await hub.posts(1);
  const told = titlesOf(first!.body);
  expect([told.length, told.at(-1)]).toEqual([laterItems + 1, "WITHDRAWN: Ferry sinks"]);
  expect(first!.body.toString()).toContain("at:deleted-entry");
  const correction = { kind: "correction", number: null, raw: "CORRECTED-" } as const;
  await hub.world.revise(inexact, { title: "CORRECTED-Ferry with 241 aboard", cue: correction });
  const [, second] = await hub.posts(2);
  expect(titlesOf(second!.body).slice(-2).sort()).toEqual([
    "CORRECTED-Ferry with 241 aboard",
    "WITHDRAWN: Ferry sinks",
  ]);
});
