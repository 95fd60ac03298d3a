import type { RecordedRuling } from "../../domain/verdict.ts";
import { Time } from "../page/time.tsx";

/** Who said what about a story, and when. */
export function RulingsList({ rulings }: { readonly rulings: readonly RecordedRuling[] }) {
  if (rulings.length === 0) return null;
  return (
    <section class="words" aria-labelledby="words-title">
      <h2 id="words-title">Editors' decisions</h2>
      <ul>
        {rulings.map((record) => (
          <li key={record.id}>
            <Time at={record.at} /> {record.by}: {saidIn(record)}
            {record.carriedOut ? "" : " (being carried out)"}
          </li>
        ))}
      </ul>
    </section>
  );
}

function saidIn({ ruling: word }: RecordedRuling): string {
  switch (word.kind) {
    case "pin":
      return word.pinned ? "pinned the story" : "unpinned the story";
    case "together":
      return `put entries ${word.entryA} and ${word.entryB} into one ${one[word.level]}`;
    case "apart":
      return `keep entries ${word.entryA} and ${word.entryB} in different ${several[word.level]}`;
  }
}

const one = { copy: "text", story: "story" } as const;
const several = { copy: "texts", story: "stories" } as const;
