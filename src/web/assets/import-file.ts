/** Puts the text of a chosen OPML file into the import field, and moves the focus to the button that imports it. */
export function startImport(): void {
  const file = document.getElementById("opml-file");
  const text = document.getElementById("opml");
  if (!(file instanceof HTMLInputElement) || !(text instanceof HTMLTextAreaElement)) return;
  file.addEventListener("change", async () => {
    const chosen = file.files?.[0];
    text.value = chosen === undefined ? "" : decode(new Uint8Array(await chosen.arrayBuffer()));
    const details = text.closest("details");
    if (chosen === undefined || details === null) return;
    details.open = true;
    details.querySelector("button")?.focus();
  });
}

/**
 * Decodes the file as UTF-8, or, if it is not valid UTF-8, in the encoding that its byte order mark or its declaration
 * names.
 */
function decode(bytes: Uint8Array<ArrayBuffer>): string {
  const [first, second] = bytes;
  const head = String.fromCharCode(...bytes.subarray(0, 512));
  const declared = /<\?xml[^>]*encoding\s*=\s*["']([\w.:-]{1,40})/.exec(head)?.[1] ?? "utf-8";
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const label = isWide ? (first === 0xff ? "utf-16le" : "utf-16be") : declared;
  return tryDecode(bytes, "utf-8") ?? tryDecode(bytes, label) ?? new TextDecoder().decode(bytes);
}

/** null when the bytes are not valid in that encoding, or the encoding is unknown. */
function tryDecode(bytes: Uint8Array<ArrayBuffer>, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (thrown instanceof TypeError || thrown instanceof RangeError) return null;
    throw thrown;
  }
}
