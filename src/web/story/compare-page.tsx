import type { StoredEntry } from "../../domain/entry.ts";
import type { Section } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";
import { cleanLine } from "../../publish/clean-text.ts";
import { duration } from "../page/duration.ts";
import { HelpSheet } from "../page/help-sheet.tsx";
import { PageFrame } from "../page/page-frame.tsx";
import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { type ComparedPiece, compareTexts } from "./compared-text.ts";

/** One state of an entry. */
export interface Version {
  readonly entry: StoredEntry;
  /** The number of the state; the present one is the highest. */
  readonly revision: number;
  readonly title: string;
  readonly text: string;
  readonly at: Instant;
}

/** Two versions side by side. Marks the parts in which they differ. */
export function ComparePage(props: {
  readonly a: Version;
  readonly b: Version;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { a, b, viewer, sections } = props;
  const whole = [wholeOf(a), wholeOf(b)] as const;
  const titles = compareTexts(cleanLine(a.title), cleanLine(b.title), whole);
  const texts = compareTexts(a.text.slice(0, textCharsMax), b.text.slice(0, textCharsMax), whole);
  const isSame = a.text === b.text;
  return (
    <PageFrame title="Two versions – wiredesk" sections={sections} viewer={viewer} page="story">
      <main id="main" tabIndex={-1} class="story">
        <h1>Two versions</h1>
        <a class="back" href={`/entries/${b.entry.id}`}>
          Back to the story
        </a>
        <p class="meta">
          {isSame ? "Both have the same text. " : ""}
          The second came {duration(Math.abs(b.at - a.at))} {b.at >= a.at ? "after" : "before"} the first. Shaded parts
          differ between the two versions. A marked name or figure occurs only in the version in which it is marked.
        </p>
        <div class="compared">
          <Side version={a} title={titles[0]} text={texts[0]} />
          <Side version={b} title={titles[1]} text={texts[1]} />
        </div>
      </main>
      <HelpSheet />
    </PageFrame>
  );
}

const textCharsMax = 20_000;

function wholeOf({ title, text }: Version): string {
  return `${title}\n${text.slice(0, textCharsMax)}`;
}

function Side(props: {
  readonly version: Version;
  readonly title: readonly ComparedPiece[];
  readonly text: readonly ComparedPiece[];
}) {
  const { entry, at, revision } = props.version;
  const language = entry.language === null ? {} : { lang: entry.language };
  return (
    <article>
      <p class="meta">
        <b>
          <bdi>{cleanLine(entry.source.name)}</bdi>
        </b>{" "}
        · <Time at={at} />
        {entry.revision > 1 ? ` · version ${revision} of ${entry.revision}` : ""}
      </p>
      <h2 dir="auto" {...language}>
        <Pieces of={props.title} />
      </h2>
      <div class="compared-text" dir="auto" {...language}>
        <Pieces of={props.text} />
      </div>
    </article>
  );
}

function Pieces({ of }: { readonly of: readonly ComparedPiece[] }) {
  return (
    <>
      {of.map(({ text, isOwn, isFact }, at) => {
        if (isFact) return <mark key={at}>{text}</mark>;
        if (!isOwn) return text;
        return (
          <span key={at} class="own">
            {text}
          </span>
        );
      })}
    </>
  );
}
