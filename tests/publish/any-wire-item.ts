import fc from "fast-check";
import type { StoredEntry } from "../../src/domain/entry.ts";
import type { Carrier, Page, WireItem } from "../../src/domain/section.ts";
import { agency, carrierOf, outlet, storedEntry, tenOClock } from "../support/wire-items.ts";

/**
 * Text that has broken feed writers: control characters, CDATA ends, entities, astral and right-to-left text, lone
 * surrogates.
 */
const nastyPiece = fc.constantFrom(
  "]]>",
  "]]>]]>]]>",
  "<![CDATA[",
  "&amp;",
  "&",
  "&#0;",
  "&nbsp;",
  "<b>",
  "</item><item><title>injected</title>",
  "<!--",
  "\n<!--item-->\n",
  "-->",
  "<?xml?>",
  '"',
  "'",
  "\u0000",
  "\u0001\u000b\u001f",
  "\u0085",
  "\u2028",
  "\r\n",
  "\r",
  "\t",
  "\ud800",
  "\udfff",
  "\uffff",
  "😀𝔘𝔫𝔦",
  "שלום עולם",
  "\u202eمرحبا",
  "日本語",
  " ",
  "word",
);
export const anyText = fc.oneof(
  fc.array(nastyPiece, { maxLength: 8 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
);

const anyUrl = fc.oneof(
  fc.constantFrom(
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "/relative/path",
    "//host.example/x",
    "",
    "http://",
    "https://user:pass@secret.example/",
    "https://host.example/?a=1&b=2&amp;c=3",
    'https://host.example/"><script>',
    "https://host.example/a b|c^d`{e}[f]",
    "https://host.example/#a#b",
    "https://[::1]/x",
    "https://bücher.example/ä?ö=ü",
    "ftp://host.example/file",
  ),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  anyText,
);

const anyHtml = fc.oneof(
  anyText,
  fc
    .array(
      fc.oneof(
        nastyPiece,
        anyUrl.map((url) => `<a href="${url}">link</a>`),
        anyUrl.map((url) => `<img src='${url}' onerror=alert(1) style="x:y">`),
        fc.constantFrom(
          "<p>paragraph",
          "</p>",
          "<script>alert(1)</script>",
          "<style>p{}</style>",
          "<iframe src=https://x.example/></iframe>",
          "<svg><a xlink:href=javascript:alert(1)>",
          "<math><mi//xlink:href=data:x>",
          "<table><tr><td>cell",
          "<ul><li>one<li>two</ul>",
          "<b><i>crossed</b></i>",
          "<textarea>",
          "<object>",
          "<p onclick='alert(1)' style='x'>",
          "<form action=x><input>",
        ),
      ),
      { maxLength: 10 },
    )
    .map((pieces) => pieces.join("")),
);

const anyInstant = fc.oneof(
  fc.integer({ min: 0, max: 2 * tenOClock }),
  fc.constantFrom(Number.NaN, -1, 0, 1e20, -1e20, Number.POSITIVE_INFINITY),
);
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });

const anyAttachment = fc.record({
  url: anyUrl,
  type: orNull(fc.oneof(fc.constantFrom("image/jpeg", "video/mp4"), anyText)),
  lengthBytes: orNull(fc.oneof(fc.nat(), fc.constantFrom(Number.NaN, -5, 1.5))),
  medium: orNull(fc.oneof(fc.constantFrom("image", "video"), anyText)),
  title: orNull(anyText),
  credit: orNull(anyText),
  width: orNull(fc.integer()),
  height: orNull(fc.integer()),
  durationSeconds: orNull(fc.double()),
  thumbnailUrl: orNull(anyUrl),
});

const anyEntry: fc.Arbitrary<StoredEntry> = fc
  .record({
    title: anyText,
    headline: anyText,
    summary: anyText,
    html: anyHtml,
    text: anyText,
    url: orNull(anyUrl),
    authors: fc.array(fc.record({ name: anyText, email: orNull(anyText), url: orNull(anyUrl) }), { maxLength: 3 }),
    categories: fc.array(anyText, { maxLength: 4 }),
    attachments: fc.array(anyAttachment, { maxLength: 3 }),
    imageUrl: orNull(anyUrl),
    language: orNull(fc.oneof(fc.constantFrom("en", "pt-br", "zh-hant"), anyText)),
    rights: orNull(anyText),
    publishedAt: anyInstant,
    revisedAt: anyInstant,
    firstSeenAt: anyInstant,
    urgency: fc.integer({ min: 1, max: 8 }),
    point: orNull(fc.record({ latitude: fc.double(), longitude: fc.double() })),
    cue: orNull(
      fc.record({
        kind: fc.constantFrom("withdrawn" as const, "update" as const),
        number: orNull(fc.nat()),
        raw: anyText,
      }),
    ),
    source: fc.oneof(
      fc.constantFrom(agency, outlet),
      anyText.map((name) => ({ ...outlet, name })),
    ),
  })
  .map((change) => storedEntry(change));

const anyCarrier: fc.Arbitrary<Carrier> = fc
  .record({
    source: anyText,
    url: orNull(anyUrl),
    title: anyText,
    publishedAt: anyInstant,
    firstSeenAt: anyInstant,
    isStruck: fc.boolean(),
  })
  .map(({ source, ...rest }) => ({
    entryId: 9,
    feedId: 4,
    ...rest,
    source: { ...outlet, name: source },
    reasons: [{ code: "same-text", text: source, score: 1, with: 1 }],
  }));

/** Any item with its carriers. `anyPage` sets the ids. */
const anyWireItem: fc.Arbitrary<WireItem> = fc
  .record({
    lead: anyEntry,
    others: fc.array(anyCarrier, { maxLength: 4 }),
    arrivedAt: anyInstant,
    significantAt: anyInstant,
    withdrawnBy: fc.constantFrom("source", "editors", null),
    collapse: fc.constantFrom("copy" as const, "story" as const, "none" as const),
  })
  .map(({ lead, others, ...rest }) => {
    const carriers = [carrierOf(lead), ...others];
    return { ...rest, id: 1, copyId: 1, storyId: 1, lead, carriers, copyCount: 1 };
  });

export const anyPage: fc.Arbitrary<Page> = fc
  .record({
    items: fc.array(anyWireItem, { maxLength: 4 }),
    next: orNull(fc.record({ at: fc.nat(), id: fc.nat() })),
  })
  .map(({ items, next }) => ({ items: items.map((item, index) => ({ ...item, id: index + 1 })), next }));
