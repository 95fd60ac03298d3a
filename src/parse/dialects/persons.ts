import type { Person } from "../../domain/parsed-feed.ts";
import { textOf } from "../text/markup.ts";
import type { XmlElement } from "../tree/xml-tree.ts";

/**
 * A person as RSS ("name@example.org (Name)"), Dublin Core ("Name") or Atom (child elements) write one; null where
 * nobody is named.
 */
export function personOf(element: XmlElement): Person | null {
  const parts = new Map<string, string>();
  for (const child of element.children) {
    if (typeof child !== "string" && !parts.has(child.name))
      parts.set(child.name, textOf(child).replace(/\s+/g, " ").trim());
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

/** "a@b.example (Name)", "Name <a@b.example>", "Name (a@b.example)", "a@b.example", "Name". */
export function personOfText(text: string): Person | null {
  const trimmed = text.replace(/\s+/g, " ").trim();
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

function isEmail(text: string): boolean {
  const at = text.indexOf("@");
  return at > 0 && at < text.length - 1 && !text.includes(" ");
}
