import type { Person } from "../../domain/parsed-feed.ts";
import { textOf } from "../text/markup.ts";
import { stripMarkup } from "../text/strip-markup.ts";
import { looksLikeHtml } from "../text/text-construct.ts";
import type { XmlElement } from "../tree/xml-tree.ts";

/**
 * Reads a person in the form of RSS ("name@example.org (Name)"), Dublin Core ("Name") or Atom (child elements); null
 * when nobody is named.
 */
export function personOf(element: XmlElement): Person | null {
  const parts = new Map<string, string>();
  for (const child of element.children) {
    if (typeof child !== "string" && !parts.has(child.name)) parts.set(child.name, plainName(textOf(child)));
  }
  const name = parts.get("name") ?? parts.get("itunes:name");
  if (name === undefined) return personOfText(textOf(element));
  const email = parts.get("email") ?? parts.get("itunes:email") ?? "";
  const url = parts.get("uri") ?? parts.get("url") ?? parts.get("homepage") ?? "";
  if (email !== "" && name !== "") return { name, email, url: url || null };
  const read = personOfText(name);
  if (read === null) return email === "" ? null : { name: email, email, url: url || null };
  return { name: read.name, email: read.email, url: url || null };
}

/** Reads "a@b.example (Name)", "Name <a@b.example>", "Name (a@b.example)", "a@b.example" or "Name". */
export function personOfText(text: string): Person | null {
  const trimmed = plainName(text);
  if (trimmed === "") return null;
  const open = trimmed.search(/[(<]/);
  if (open === -1) {
    const bare = trimmed.replace(/^mailto:/i, "");
    return { name: bare, email: isEmail(bare) ? bare : null, url: null };
  }
  const outside = trimmed
    .slice(0, open)
    .trim()
    .replace(/^mailto:/i, "");
  const inside = trimmed
    .slice(open + 1)
    .replace(/[)>]\s*$/, "")
    .trim();
  if (isEmail(outside)) return { name: inside || outside, email: outside, url: null };
  if (isEmail(inside)) return { name: outside || inside, email: inside, url: null };
  return { name: trimmed, email: null, url: null };
}

/**
 * A name on one line, without markup. Systems that store names as HTML may have escaped the name twice or put a link
 * around it ("O&#039;Brien"). An e-mail address between < and > is kept.
 */
export function plainName(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (!line.includes("&") && !line.includes("<")) return line;
  const bare = line.replace(/<(?!\/?[a-z][^<>@]*>)/gi, "&lt;");
  return looksLikeHtml(bare) ? stripMarkup(bare, " ").replace(/\s+/g, " ").trim() : line;
}

function isEmail(text: string): boolean {
  const at = text.indexOf("@");
  return at > 0 && at < text.length - 1 && !text.includes(" ");
}
