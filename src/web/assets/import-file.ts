/** A chosen OPML file is put where it would be pasted. */
export function startImport(): void {
  const file = document.getElementById("opml-file");
  const text = document.getElementById("opml");
  if (!(file instanceof HTMLInputElement) || !(text instanceof HTMLTextAreaElement)) return;
  file.addEventListener("change", async () => {
    text.value = (await file.files?.[0]?.text()) ?? "";
  });
}
