import { expect } from "vitest";
import { testItem } from "../../support/feed-documents.ts";
import type { ServedWire } from "../../support/served-wire.ts";
import { readerTools } from "../../support/tools.mjs";

/**
 * The story that each feed reader is taken through. It subscribes to two items; then the first is edited and a third
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

/** Starts the service with two items; answers the address of a feed of it. */
export async function serveTwo(wire: ServedWire, path: string): Promise<string> {
  wire.configure({ wire: wire.publish([first, second]) }, "1s");
  const { baseUrl } = await wire.start();
  await wire.holds(path, first.title, second.title);
  return `${baseUrl}${path}`;
}

export async function editAndAdd(wire: ServedWire, path: string): Promise<void> {
  wire.publish([edited, second, third]);
  await wire.holds(path, editWords, third.title);
}

export async function withdrawSecond(wire: ServedWire, path: string): Promise<void> {
  const notice = { ...second, title: withdrawnTitle, text: "The agency withdraws this story." };
  wire.publish([edited, notice, third]);
  await wire.holds(path, withdrawnTitle);
}

/** The path of a reader's program; fails where the reader is not installed. */
export function programOf(name: keyof typeof readerTools): string {
  const { file, debian } = readerTools[name];
  expect(readerTools[name].isThere(), `install Debian's ${debian.join(" and ")}`).toBe(true);
  return file;
}

/** A test starts the service and a reader, and waits for both. */
export const readerMsMax = 120_000;
