import { readHtmlText } from "./read-html-text.ts";

/**
 * The text of a piece of HTML with its markup taken out and nothing put in its place: white space folded to single
 * spaces, entities decoded once, every other character as it came. For comparing with other readers of feeds, which
 * strip tags so; people read `plainText`.
 */
export function bareText(html: string): string {
  let text = "";
  readHtmlText(html, {
    write: (run) => {
      text += run;
    },
    gap: () => undefined,
  });
  return text.replace(/\s+/g, " ").trim();
}
