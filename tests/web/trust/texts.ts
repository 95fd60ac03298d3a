import type { TestItem } from "../../support/feed-documents.ts";
import { noon } from "../../support/store-fixtures.ts";

/** What an agency tells of a ferry; the phrase `secret` stands nowhere else. */
export const secret = "two lifeboats whose engines had not been serviced";
export const ferryText = [
  "The ferry Aurora ran onto a sandbank off Skerrow before dawn on Sunday with 214 passengers aboard.",
  `All of them were taken ashore in ${secret} for years, the coast guard at Brennhafen said.`,
  "Divers will look at the hull once the tide has turned, and the line stays closed until then.",
].join(" ");

export const ferry: TestItem = {
  guid: "v1",
  title: "Ferry with 214 aboard runs onto a sandbank off Skerrow",
  url: "https://north.example/ferry",
  text: ferryText,
  date: new Date(noon).toUTCString(),
};

/** The same text in another outlet. */
export function reprint(of: string, change: Partial<TestItem> = {}): TestItem {
  return { ...ferry, guid: `${of}-1`, url: `https://${of}.example/ferry`, ...change };
}
