import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { testItem } from "../../support/feed-documents.ts";
import type { ServedWire } from "../../support/served-wire.ts";
import type { readerTools } from "../../support/tools.mjs";

/**
 * The story that every feed reader is taken through. It subscribes to two items; then the first is edited and a third
 * comes; then the agency withdraws the second.
 */
export const [first, second, third] = [testItem(1), testItem(2), testItem(3)] as const;
export const withdrawnTitle = `WITHDRAWN: ${second.title}`;
/** Of the sentence that only the edited text has. */
export const editWords = "cycle path";

const edited = {
  ...first,
  text: `${first.text} The council's engineer added on Monday that two lanes and a ${editWords} will be kept open.`,
};

/** A feed reader in one of its settings. */
export interface Reader {
  /** The beginning of the tests' names. */
  readonly name: string;
  readonly tool: keyof typeof readerTools;
  /** The document that it subscribes to. */
  readonly path: string;
  /** What it shows at each step of the story. */
  readonly shows: Readonly<Record<Step, string>>;
  /** Prepares it for a subscription to the feed at `url`, with its own files in `folder`. */
  subscribe(url: string, folder: string): Steps | Promise<Steps>;
}

/** The steps of the story. */
export type Step = "subscribed" | "edited" | "withdrawn";

/** Each polls and checks what the reader shows after a step of the story. */
export interface Steps {
  subscribed(): Promise<void>;
  edited(): Promise<void>;
  withdrawn(): Promise<void>;
  /** Ends a program that runs all the time. */
  end?(): Promise<void>;
}

/** Every kind of document that a reader subscribes to. */
const paths = ["/feeds/all.rss", "/feeds/all.atom"];

async function hold(wire: ServedWire, ...texts: string[]): Promise<void> {
  for (const path of paths) await wire.holds(path, ...texts);
}

/** Starts the service with two items; answers its address. */
export async function serveTwo(wire: ServedWire): Promise<string> {
  wire.configure({ wire: wire.publish([first, second]) }, "1s");
  const { baseUrl } = await wire.start();
  await hold(wire, first.title, second.title);
  return baseUrl;
}

export async function editAndAdd(wire: ServedWire): Promise<void> {
  wire.publish([edited, second, third]);
  await hold(wire, editWords, third.title);
}

export async function withdrawSecond(wire: ServedWire): Promise<void> {
  const notice = { ...second, title: withdrawnTitle, text: "The agency withdraws this story." };
  wire.publish([edited, notice, third]);
  await hold(wire, withdrawnTitle);
}

/** Runs a program to its end, and answers what it wrote. */
export const run = promisify(execFile);
