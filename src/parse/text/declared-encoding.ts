/**
 * The encoding that a document names in its XML declaration, or else in an HTML <meta> before the feed begins. The
 * declaration is also found after junk or a long comment, and when its quotes are missing. null when the first 16 KiB
 * of the document name no encoding.
 */
export function declaredEncoding(bytes: Uint8Array): string | null {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, headBytesMax)).toString(
    "latin1",
  );
  // A declaration that an article quotes does not count.
  const begin = whole.search(rootTag);
  const head = begin === -1 ? whole : whole.slice(0, begin);
  return (xmlDeclaration.exec(head)?.[1] ?? metaCharset.exec(head)?.[1])?.trim() || null;
}

const headBytesMax = 16 * 1024;
const rootTag = /<(?:rss|feed|rdf:rdf|channel|item|entry|opml)[\s>]/i;
const xmlDeclaration = /<\?xml\s[^>]{0,200}?(?:encoding|charset)\s{0,5}=\s{0,5}["']?([^"'<>?\s]{1,60})/i;
const metaCharset = /<meta\s[^>]{0,300}?charset\s{0,5}=\s{0,5}["']?([^"'<>;\s]{1,60})/i;
