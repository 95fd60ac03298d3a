import { decodeHTMLAttribute } from "entities";
import { absoluteUrl } from "../absolute-url.ts";
import { addressAttributes, escapeAttribute } from "./markup.ts";

/**
 * Makes relative addresses in a piece of HTML absolute against `base`. Links to places inside the text ("#notes") stay
 * as they are.
 */
export function absoluteAddresses(html: string, base: string): string {
  if (!html.includes("<")) return html;
  return html.replace(startTag, (tag) =>
    tag.replace(attribute, (whole, lead: string, name: string, quoted: string) => {
      if (!addressAttributes.has(name.toLowerCase())) return whole;
      const written = decodeHTMLAttribute(/^["']/.test(quoted) ? quoted.slice(1, -1) : quoted).trim();
      const url = written.startsWith("#") ? null : absoluteUrl(written, base);
      return url === null ? whole : `${lead}"${escapeAttribute(url)}"`;
    }),
  );
}

const startTag = /<[a-z][^<>]*>/gi;
const attribute = /(\s([a-z-]{3,15})\s{0,5}=\s{0,5})("[^"]*"|'[^']*'|[^\s"'>]+)/gi;
