/**
 * Whether a body that broke off nevertheless contains a whole document: its last bytes close the element that its first
 * bytes open, or it is whole JSON. So no document is lost when a server announces more bytes than it sends, or never
 * ends the last chunk. A document that really was cut ends in the middle.
 */
export function isWholeDocument(bytes: Uint8Array): boolean {
  const head = clear(bytes.subarray(0, headBytesMax)).replace(/<!--[\s\S]*?-->/g, "");
  const tail = clear(bytes.subarray(-tailBytesMax)).trimEnd();
  if (/^\W*\{/.test(head)) return tail.endsWith("}") && isJson(bytes);
  const root = /<([a-z_][\w:.-]*)/i.exec(head)?.[1];
  return root !== undefined && new RegExp(`</${escaped(root)}\\s*>$`).test(tail);
}

const headBytesMax = 4096;
const tailBytesMax = 256;

/** The text with one character for each byte, without the zeros of UTF-16. */
function clear(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1").replaceAll("\0", "");
}

function escaped(name: string): string {
  return name.replace(/[.-]/g, "\\$&");
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
    return true;
  } catch {
    return false;
  }
}
