import fc from "fast-check";
import type { DigestItem, SectionDigest } from "../../src/domain/alerts/digests/digest.ts";
import { tenOClock } from "../support/wire-items.ts";
import { anyText } from "./any-wire-item.ts";

const anyItem = (events: readonly DigestItem["event"][]): fc.Arbitrary<DigestItem> =>
  fc.record({
    event: fc.constantFrom(...events),
    storyId: fc.nat(),
    entryId: fc.nat(),
    headline: anyText,
    summary: anyText,
    source: anyText,
    outlets: fc.integer({ min: 1, max: 200 }),
    url: fc.option(fc.oneof(fc.constant("https://harbour.example/a?b=1&c=<2>"), anyText), { nil: null }),
    at: fc.constant(tenOClock),
  });

/** The digests of a section, one for each hour before, with any texts. */
export const anyDigests: fc.Arbitrary<readonly SectionDigest[]> = fc
  .array(
    fc.record({
      top: fc.array(anyItem(["new", "withdrawal"]), { maxLength: 4 }),
      changes: fc.array(anyItem(["update", "correction", "withdrawal"]), { maxLength: 4 }),
      more: fc.nat(),
      timeZone: fc.constantFrom("UTC", "Asia/Kolkata"),
    }),
    { maxLength: 4 },
  )
  .map((given) =>
    given.map((digest, before) => {
      const to = tenOClock - before * 3_600_000;
      return { ...digest, section: "world", from: to - 3_600_000, to, madeAt: to + 5_000 };
    }),
  );
