import type { Page } from "../../src/domain/section.ts";
import { agency, carrierOf, outlet, storedEntry, tenOClock, wireItem } from "../support/wire-items.ts";

const photo = {
  url: "https://north.example/pictures/ferry.jpg?w=640&h=480",
  type: "image/jpeg",
  lengthBytes: 48_231,
  medium: "image",
  title: "The first ferry & its crew",
  credit: "A. Fotograf",
  width: 640,
  height: 480,
  durationSeconds: null,
  thumbnailUrl: "https://north.example/pictures/ferry-small.jpg",
};
const clip = {
  ...photo,
  url: "https://north.example/clips/ferry.mp4",
  type: "video/mp4",
  medium: "video",
  lengthBytes: null,
  thumbnailUrl: null,
};

const ferry = storedEntry({
  id: 4,
  title: "UPDATE 1-Ferry service resumes & islands breathe out",
  headline: "Ferry service resumes & islands breathe out",
  authors: [
    { name: "Ida Strand", email: "ida@north.example", url: "https://north.example/people/ida" },
    { name: "Per Holm", email: null, url: null },
  ],
  attachments: [photo, clip],
  imageUrl: photo.thumbnailUrl,
  rights: "© 2026 Northern Wire",
  point: { latitude: 62.4723, longitude: -6.1549 },
  cue: { kind: "update", number: 1, raw: "UPDATE 1-" },
  urgency: 3,
  significantAt: tenOClock + 1_200_000,
});
const reprint = storedEntry({
  id: 5,
  feedId: 9,
  source: outlet,
  url: "https://harbour.example/2026/ferries?from=wire&page=2",
  title: "Ferries sail again",
  firstSeenAt: tenOClock + 300_000,
  reasons: [{ code: "same-text", text: "98 % of the words are the same", score: 0.98, with: 4 }],
});
const hebrew = storedEntry({
  id: 6,
  feedId: 11,
  source: { id: 5, name: "חדשות הנמל", kind: "outlet", rank: 60 },
  url: "https://namal.example/%D7%A0%D7%9E%D7%9C",
  title: "המעבורות חזרו לשוט 🚢",
  summary: "השירות חודש.",
  html: '<p dir="rtl">השירות חודש <b>הבוקר</b>.</p>',
  text: "השירות חודש הבוקר.",
  language: "he",
  categories: ["תחבורה"],
});
const bare = storedEntry({
  id: 7,
  url: null,
  title: "",
  headline: "",
  summary: "",
  html: "",
  text: "",
  categories: [],
  language: null,
});
const killed = storedEntry({
  id: 8,
  title: "KILL - Minister resigns",
  headline: "Minister resigns",
  cue: { kind: "withdrawn", number: null, raw: "KILL - " },
  html: "<p>The text that must not go out.</p>",
});

/** One item of every kind: updated with carriers and media, right-to-left, empty, withdrawn. */
export const samplePage: Page = {
  items: [
    wireItem({
      id: 4,
      copyId: 4,
      lead: ferry,
      carriers: [
        carrierOf(ferry),
        carrierOf(reprint),
        {
          ...carrierOf(reprint),
          entryId: 15,
          source: { ...agency, id: 8, name: "Islands Agency" },
          url: "https://islands.example/4",
        },
      ],
      significantAt: ferry.significantAt,
    }),
    wireItem({ id: 6, copyId: 6, storyId: 31, lead: hebrew, arrivedAt: tenOClock - 240_000 }),
    wireItem({ id: 7, copyId: 7, storyId: 32, lead: bare, arrivedAt: tenOClock - 480_000 }),
    wireItem({ id: 8, copyId: 8, storyId: 33, lead: killed, withdrawnBy: "source", arrivedAt: tenOClock - 3_600_000 }),
  ],
  next: { at: tenOClock - 3_600_000, id: 8 },
};
